using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Analysis;

/// <summary>
/// The calls that we find in the code of OTP are those that its own cross reference tool finds in the abstract code, and so are
/// those that go nowhere.
/// </summary>
[TestClass]
public sealed class CallsAgainstXrefTests
{
    // The compiler puts instructions in place of calls of these, and calls of these in place of syntax.
    private static readonly string[] Compiled = ["erlang", "erts_internal", "maps"];

    private static readonly string[] Applications = ["compiler", "erts", "kernel", "stdlib"];

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Calls_AreThoseOfXref(AssemblyDialect release)
    {
        var (modules, folders) = Read(release);

        var xref = XrefCalls.Of(release, folders);

        var ours = new HashSet<(string From, Mfa To)>();
        foreach (var module in modules)
        {
            foreach (var call in module.Calls.Calls)
            {
                if (call.Kind is CallKind.External or CallKind.Reference or CallKind.Bif)
                {
                    ours.Add((module.Calls.Module, call.Target.Mfa!));
                }
            }
        }

        ours.RemoveWhere(call => Compiled.Contains(call.To.Module));
        var theirs = xref.External.Where(call => !IsComputed(call.To) && !Compiled.Contains(call.To.Module))
            .Select(call => (From: call.From.Module, call.To)).ToHashSet();
        ours.Should().HaveCountGreaterThan(5900);
        var computing = xref.External.Where(call => IsComputed(call.To)).Select(call => call.From.Module).ToHashSet();
        var more = ours.Except(theirs).ToList();
        more.Should().HaveCountLessThan(10).And.OnlyContain(
            call => computing.Contains(call.From), "the compiler knows some names that look computed");
        var atoms = modules.ToDictionary(module => module.Calls.Module, module => module.Calls.Atoms);
        theirs.Except(ours).Should().HaveCountLessThan(50).And.OnlyContain(
            call => atoms[call.From].Contains(call.To.Function), "xref takes the arguments of spawn/3 and apply/3 for calls");

        var unresolved = LinkCheck.Check(modules).Unresolved;

        unresolved.SelectMany(function => function.Calls.Select(call => (call.Caller.Module, function.Function)))
            .Distinct().Should().BeEquivalentTo(xref.Undefined.Select(call => (call.From.Module, call.To)).Distinct());
        unresolved.Should().OnlyContain(function => function.Function.Module == "crypto", "that application was not given");
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void NoCallIsUnresolved_WhenAllModulesAreThere(AssemblyDialect release)
    {
        var (modules, _) = Read(release);
        var crypto = OtpModules.Of(release, "crypto").SelectMany(file =>
        {
            var chunks = new BeamChunks(BeamContainer.Read(File.ReadAllBytes(file)));
            return chunks.Exports.Select(export => new Mfa(chunks.ModuleName, export.Name, export.Arity));
        });

        var result = LinkCheck.Check(modules, new LinkOptions
        {
            Libraries = [.. crypto.Order(Mfa.Order)],
            Machine = MachineFunctions.Of(release == AssemblyDialect.Otp27 ? 27 : 29),
            Roots = ["kernel"],
        });

        result.Unresolved.Should().BeEmpty();
        result.Duplicates.Should().BeEmpty();
        var unreached = result.Unreached.Select(module => module.Calls.Module).ToList();
        var possible = result.Possible.Select(module => module.Module.Calls.Module).ToList();
        unreached.Should().Contain(["argparse", "wrap_log_reader"]).And.NotContain(["lists", "code_server", "init"]);
        possible.Should().Contain(["beam_ssa_opt", "erl_kernel_errors"], "they are called by computed names only");
        possible.Should().NotIntersectWith(unreached);
    }

    private static (List<LinkModule> Modules, List<string> Folders) Read(AssemblyDialect release)
    {
        var modules = new List<LinkModule>();
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Applications.SelectMany(application => OtpModules.Of(release, application)))
        {
            folders.Add(Path.GetDirectoryName(file)!);
            modules.Add(new LinkModule(file, ModuleCalls.Read(new BeamChunks(BeamContainer.Read(File.ReadAllBytes(file))))));
        }

        return (modules, [.. folders]);
    }

    private static bool IsComputed(Mfa function) =>
        function.Module == "$M_EXPR" || function.Function == "$F_EXPR" || function.Arity < 0;
}
