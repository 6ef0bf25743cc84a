using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Terms;
using Mochi.CatalogueGen;

namespace Mochi.Language.Tests.CatalogueGen;

[TestClass]
public class TypeConversionTests
{
    private readonly List<string> _reports = [];

    [TestMethod]
    [DataRow("{type,1,integer,[]}", "int")]
    [DataRow("{integer,1,7}", "int(7..7)")]
    [DataRow("{char,1,97}", "int(97..97)")]
    [DataRow("{type,1,range,[{op,1,'-',{integer,1,1}},{op,1,'-',{op,1,'bsl',{integer,1,1},{integer,1,8}},{integer,1,1}}]}", "int(-1..255)")]
    [DataRow("{type,1,pos_integer,[]}", "int(1..)")]
    [DataRow("{type,1,neg_integer,[]}", "int(..-1)")]
    [DataRow("{type,1,number,[]}", "int or float")]
    [DataRow("{atom,1,nil}", "atom(nil)")]
    [DataRow("{type,1,boolean,[]}", "bool")]
    [DataRow("{type,1,module,[]}", "atom")]
    [DataRow("{type,1,binary,[]}", "binary")]
    [DataRow("{type,1,binary,[{integer,1,0},{integer,1,1}]}", "bitstring")]
    [DataRow("{type,1,binary,[{integer,1,16},{integer,1,24}]}", "binary")]
    [DataRow("{type,1,binary,[{integer,1,0},{integer,1,0}]}", "binary")]
    [DataRow("{type,1,bitstring,[]}", "bitstring")]
    [DataRow("{type,1,list,[]}", "list")]
    [DataRow("{type,1,nonempty_list,[{type,1,byte,[]}]}", "list(int(0..255))")]
    [DataRow("{type,1,nil,[]}", "list(never)")]
    [DataRow("{type,1,string,[]}", "list(int(0..1114111))")]
    [DataRow("{type,1,maybe_improper_list,[{type,1,byte,[]},{type,1,binary,[]}]}", "any")]
    [DataRow("{type,1,iodata,[]}", "any")]
    [DataRow("{type,1,tuple,any}", "tuple")]
    [DataRow("{type,1,tuple,[]}", "tuple()")]
    [DataRow("{type,1,tuple,[{atom,1,ok},{type,1,term,[]}]}", "tuple(unit, any)")]
    [DataRow("{type,1,map,any}", "map")]
    [DataRow("{type,1,map,[{type,1,map_field_exact,[{atom,1,a},{type,1,float,[]}]},{type,1,map_field_assoc,[{atom,1,b},{type,1,integer,[]}]}]}",
        "map(atom(a, b), float or int)")]
    [DataRow("{type,1,map,[]}", "map(never, never)")]
    [DataRow("{type,1,'fun',[]}", "fun")]
    [DataRow("{type,1,'fun',[{type,1,any},{type,1,atom,[]}]}", "fun(..) -> atom")]
    [DataRow("{type,1,'fun',[{type,1,product,[{type,1,float,[]}]},{type,1,pid,[]}]}", "fun(float) -> pid")]
    [DataRow("{type,1,union,[{atom,1,b},{atom,1,a},{integer,1,1},{integer,1,9}]}", "atom(a, b) or int(1..9)")]
    [DataRow("{type,1,union,[{atom,1,b},{type,1,any,[]}]}", "any")]
    [DataRow("{type,1,union,[{type,1,list,[{atom,1,a}]},{type,1,nil,[]}]}", "list(atom(a))")]
    [DataRow("{type,1,timeout,[]}", "int(0..) or atom(infinity)")]
    [DataRow("{type,1,no_return,[]}", "never")]
    [DataRow("{type,1,dynamic,[]}", "any")]
    [DataRow("{ann_type,1,[{var,1,'Name'},{type,1,reference,[]}]}", "reference")]
    [DataRow("{var,1,'_'}", "any")]
    public void A_type_of_Erlang_has_its_counterpart(string form, string expected)
    {
        Convert(form).Should().Be(expected);
        _reports.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("{user_type,1,code,[]}", "int(1..9)")]
    [DataRow("{remote_type,1,[{atom,1,mochi_a},{atom,1,code},[]]}", "int(1..9)")]
    [DataRow("{user_type,1,pair,[{type,1,binary,[]}]}", "tuple(binary, int(1..9))")]
    [DataRow("{user_type,1,pair,[{user_type,1,pair,[{type,1,binary,[]}]}]}", "tuple(tuple(binary, int(1..9)), int(1..9))")]
    [DataRow("{user_type,1,tree,[]}", "atom(leaf) or tuple(any, any)")]
    [DataRow("{user_type,1,named,[]}", "binary")]
    [DataRow("{user_type,1,hidden,[]}", "any")]
    [DataRow("{remote_type,1,[{atom,1,lists},{atom,1,anything},[]]}", "any")]
    [DataRow("{type,1,record,[{atom,1,point}]}", "tuple(atom(point), int, any)")]
    [DataRow("{type,1,record,[{atom,1,point},{type,1,field_type,[{atom,1,y},{type,1,float,[]}]}]}", "tuple(atom(point), int, float)")]
    public void Types_of_modules_are_looked_up(string form, string expected)
    {
        Convert(form).Should().Be(expected);
        _reports.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("{type,1,of_tomorrow,[]}")]
    [DataRow("{user_type,1,missing,[]}")]
    [DataRow("{remote_type,1,[{atom,1,mochi_a},{atom,1,missing},[]]}")]
    [DataRow("{native_record,1,point}")]
    [DataRow("nonsense")]
    [DataRow("[]")]
    public void What_is_not_known_is_any_and_is_reported(string form)
    {
        Convert(form).Should().Be("any");
        _reports.Should().ContainSingle().Which.Should().StartWith("mochi_a: ");
    }

    [TestMethod]
    public void What_is_nested_too_deeply_is_any_inside()
    {
        var form = "{type,1,integer,[]}";
        for (var level = 0; level < 1000; level++) form = $"{{type,1,list,[{form}]}}";
        Convert(form).Should().Be("list(list(list(list(list))))");
    }

    [TestMethod]
    [DataRow("[{type,1,'fun',[{type,1,product,[{ann_type,1,[{var,1,'Count'},{type,1,integer,[]}]},{type,1,term,[]}]},{type,1,no_return,[]}]}]",
        "never/Never <- Count: int, any")]
    [DataRow("[{type,1,bounded_fun,[{type,1,'fun',[{type,1,product,[{var,1,'A'},{var,1,'B'}]},{var,1,'A'}]}," +
        "[{type,1,constraint,[{atom,1,is_subtype},[{var,1,'A'},{type,1,list,[{var,1,'A'}]}]]}]]}]",
        "list/None <- A: list, B: any")]
    [DataRow("[{type,1,'fun',[{type,1,product,[{type,1,atom,[]},{atom,1,a}]},{type,1,no_return,[]}]}," +
        "{type,1,'fun',[{type,1,product,[{type,1,float,[]},{atom,1,b}]},{type,1,pid,[]}]}]",
        "pid/None <- atom or float, atom(a, b)")]
    public void A_specification_gives_the_types_and_names(string clauses, string expected) => Specified(clauses).Should().Be(expected);

    [TestMethod]
    [DataRow("[]")]
    [DataRow("[{type,1,of_tomorrow,[]}]")]
    [DataRow("[{type,1,'fun',[{type,1,product,[{type,1,atom,[]}]},{type,1,pid,[]}]}]")]
    public void A_specification_that_is_not_understood_says_nothing(string clauses)
    {
        Specified(clauses).Should().Be("any/None <- any, any");
        _reports.Should().NotBeEmpty();
    }

    private string Convert(string form)
    {
        var module = Module("[]");
        var types = new TypeConversion(new Dictionary<string, ModuleForms> { ["mochi_a"] = module }, _reports.Add);
        return MirTypePrinter.Print(types.Convert(TermReader.Read(form), TypeScope.Of("mochi_a")));
    }

    private string Specified(string clauses)
    {
        var module = Module(clauses);
        var row = CatalogueRows.Of("f", 2, module, new Dictionary<string, ModuleForms> { ["mochi_a"] = module }, _reports.Add);
        var parameters = row.Parameters.Select(parameter =>
            (parameter.Name is null ? "" : parameter.Name + ": ") + MirTypePrinter.Print(parameter.Type.Type));
        return $"{MirTypePrinter.Print(row.Result.Type)}/{row.Effects} <- {string.Join(", ", parameters)}";
    }

    private static ModuleForms Module(string clauses) => ModuleForms.Of(
        "mochi_a",
        [
            ("spec", TermReader.Read($"{{{{f,2}},{clauses}}}")),
            ("type", TermReader.Read("{code,{type,1,range,[{integer,1,1},{integer,1,9}]},[]}")),
            ("type", TermReader.Read("{pair,{type,1,tuple,[{var,1,'T'},{user_type,1,code,[]}]},[{var,1,'T'}]}")),
            ("type", TermReader.Read(
                "{tree,{type,1,union,[{atom,1,leaf},{type,1,tuple,[{user_type,1,tree,[]},{user_type,1,tree,[]}]}]},[]}")),
            ("nominal", TermReader.Read("{named,{type,1,binary,[]},[]}")),
            ("opaque", TermReader.Read("{hidden,{type,1,binary,[]},[]}")),
            ("record", TermReader.Read(
                "{point,[{typed_record_field,{record_field,1,{atom,1,x}},{type,1,integer,[]}},{record_field,1,{atom,1,y},{nil,1}}]}")),
            ("record", TermReader.Read("nonsense")),
        ]);
}
