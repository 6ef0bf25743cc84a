using System.Globalization;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Language.Runtime;

/// <summary>
/// Checks the calls of the runtime that the compiler makes. A call that cannot be right is a defect of the compiler: no
/// program can cause it, and without the check it would end in <c>undef</c> or a misleading error at somebody's.
/// </summary>
internal static class RuntimeCalls
{
    /// <summary>Gives a call back that the runtime can take; calls of other applications are not looked at.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isLast">
    /// Whether nothing follows the call, so that it makes no difference whether the function returns.
    /// </param>
    /// <exception cref="DefectException">
    /// There is no such function, an argument can never be what it takes, or the call returns and the function does not, or
    /// the other way round.
    /// </exception>
    public static RemoteCallExpression Check(RemoteCallExpression call, bool isLast = false)
    {
        if (!RuntimeCatalogue.Covers(call.Module)) return call;
        var arity = call.Arguments.Length;
        if (!RuntimeCatalogue.TryFind(call.Module, call.Function, arity, out var function))
        {
            throw Defect(call, string.Create(
                CultureInfo.InvariantCulture,
                $"it calls {call.Module}:{call.Function}/{arity}, which the runtime does not have"));
        }

        if (function.NeverReturns ? !call.NeverReturns && !isLast : call.NeverReturns)
        {
            throw Defect(call, function.NeverReturns
                ? $"it goes on after {function}, which never returns"
                : $"it takes {function}, which returns, for one that does not");
        }

        for (var index = 0; index < arity; index++)
        {
            CheckArgument(call, function, index);
        }

        return call;
    }

    private static void CheckArgument(RemoteCallExpression call, RuntimeFunction function, int index)
    {
        var parameter = function.Parameters[index];
        if (parameter.Type.Type is AnyType) return;
        var type = StaticTypes.Of(call.Arguments[index]);
        if (!TypeOverlap.AreDisjoint(type, parameter.Type.Type)) return;
        var name = parameter.Name is null ? "" : $" ({parameter.Name})";
        throw Defect(call, string.Create(
            CultureInfo.InvariantCulture,
            $"argument {index + 1}{name} of {function} is {MirTypePrinter.Print(type)} where the runtime takes " +
            $"{parameter.Type.Name ?? MirTypePrinter.Print(parameter.Type.Type)}"));
    }

    private static DefectException Defect(RemoteCallExpression call, string message) => new(new Diagnostic(
        LanguageCodes.Defect,
        DiagnosticSeverity.Error,
        $"this is a defect of mochi: {message}",
        call.Position.IsKnown
            ? new DiagnosticPlace(call.Position.File, call.Position.Line, call.Position.Column)
            : DiagnosticPlace.None,
        "please report it with the program"));
}
