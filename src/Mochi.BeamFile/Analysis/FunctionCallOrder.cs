namespace Mochi.BeamFile.Analysis;

/// <summary>The order of calls: by caller, target, kind, and tail calls last.</summary>
internal static class FunctionCallOrder
{
    public static int Compare(FunctionCall left, FunctionCall right)
    {
        var order = Mfa.Order.Compare(left.Caller, right.Caller);
        order = order != 0 ? order : CallTarget.Order.Compare(left.Target, right.Target);
        order = order != 0 ? order : left.Kind.CompareTo(right.Kind);
        return order != 0 ? order : left.IsTail.CompareTo(right.IsTail);
    }
}
