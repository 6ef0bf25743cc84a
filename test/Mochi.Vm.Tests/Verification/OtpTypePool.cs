using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.Verification;

/// <summary>Types to ask OTP's compiler about, as it writes them itself.</summary>
internal static class OtpTypePool
{
    /// <summary>The types; the first is that of which nothing is known.</summary>
    public static IReadOnlyList<Term> Types { get; } =
    [
        .. new[]
        {
            "any", "nil", "pid", "port", "reference", "identifier",
            "{t_atom,any}", "{t_atom,[a]}", "{t_atom,[false,true]}", "{t_atom,[true]}", "{t_atom,[error,exit,throw]}", "{t_atom,[error,ok]}",
            "{t_integer,any}", "{t_integer,{0,0}}", "{t_integer,{1,1}}", "{t_integer,{2,2}}", "{t_integer,{3,3}}", "{t_integer,{1,2}}",
            "{t_integer,{0,255}}", "{t_integer,{-3,7}}", "{t_integer,{5,12}}", "{t_integer,{-20,-8}}", "{t_integer,{-4,-1}}",
            "{t_integer,{0,'+inf'}}", "{t_integer,{9,'+inf'}}", "{t_integer,{'-inf',-1}}", "{t_integer,{'-inf',6}}", "{t_integer,{-2,'+inf'}}",
            "{t_integer,{64,300}}", "{t_integer,{1000000000000,4000000000000000}}",
            "{t_float,any}", "{t_number,any}",
            "{t_bitstring,1,false}", "{t_bitstring,8,false}", "{t_bitstring,24,false}",
            "{t_fun,any,any,any}", "{t_fun,0,any,any}", "{t_fun,1,any,any}", "{t_fun,1,any,{t_atom,[a]}}", "{t_fun,2,any,{t_integer,{0,9}}}",
            "{t_fun,2,any,{t_tuple,2,true,#{1=>{t_integer,any},2=>{t_atom,any}}}}", "{t_fun,1,any,none}", "{t_fun,3,any,{t_float,any}}",
            "{t_fun,2,any,none}",
            "{t_map,any,any}", "{t_map,none,none}", "{t_map,{t_atom,any},{t_integer,any}}", "{t_map,{t_atom,[a]},{t_float,any}}",
            "{t_map,{t_integer,{1,1}},{t_bitstring,8,false}}",
            "{t_cons,any,any}", "{t_cons,any,nil}", "{t_cons,{t_integer,{0,255}},nil}", "{t_cons,{t_atom,[a]},{t_atom,any}}",
            "{t_list,any,any}", "{t_list,any,nil}", "{t_list,{t_atom,any},nil}", "{t_list,{t_tuple,2,true,#{}},nil}", "{t_list,{t_atom,[a]},nil}",
            "{t_list,{t_tuple,2,true,#{1=>{t_atom,[a]},2=>{t_integer,any}}},nil}", "{t_cons,{t_tuple,3,true,#{2=>{t_float,any}}},nil}",
            "{t_list,{t_list,{t_integer,any},nil},nil}", "{t_list,{t_bitstring,8,false},{t_bitstring,8,false}}",
            "{t_tuple,0,false,#{}}", "{t_tuple,0,true,#{}}", "{t_tuple,2,true,#{}}", "{t_tuple,3,false,#{}}",
            "{t_tuple,2,true,#{1=>{t_atom,[ok]},2=>{t_integer,{0,5}}}}", "{t_tuple,3,true,#{1=>{t_atom,[a]},3=>{t_cons,any,nil}}}",
            "{t_tuple,3,false,#{2=>{t_float,any}}}",
            Union("{t_atom,any}", "{t_list,any,any}", "none", "none", "none"),
            Union("{t_atom,[false]}", "none", "none", "{t_tuple,2,true,#{}}", "none"),
            Union("{t_atom,[undefined]}", "none", "{t_integer,{0,10}}", "none", "none"),
            Union("none", "nil", "{t_number,any}", "none", "{t_bitstring,8,false}"),
            Union("{t_atom,[a]}", "none", "none", "none", "{t_map,any,any}"),
            Union("{t_atom,[error]}", "none", "none", "{t_tuple,2,true,#{1=>{t_atom,[ok]}}}", "none"),
            Union("none", "none", "none", "[{{2,{t_atom,[a]}},{t_tuple,2,true,#{1=>{t_atom,[a]}}}},{{3,{t_atom,[b]}},{t_tuple,3,true,#{1=>{t_atom,[b]}}}}]", "none"),
        }.Select(text => TermReader.Read(text)),
    ];

    /// <summary>The type for an OTP release: a union has one column more since OTP 29.</summary>
    public static Term For(Term type, bool hasNativeRecords) =>
        type is TupleTerm { Arity: 6 } union && hasNativeRecords ? Term.Tuple([.. union.Elements[..5], Term.Atom("none"), union[5]]) : type;

    private static string Union(string atom, string list, string number, string tuples, string other) =>
        $"{{t_union,{atom},{list},{number},{tuples},{other}}}";
}
