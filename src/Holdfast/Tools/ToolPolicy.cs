namespace Holdfast.Tools;

/// <summary>Whether the agent may use a tool. Decided by the operator, never by what anybody writes.</summary>
public enum ToolPolicy
{
    /// <summary>It may, without asking.</summary>
    Auto = 1,

    /// <summary>It may, each time after an approver has approved the very call.</summary>
    Approve = 2,

    /// <summary>It may not, and does not know of it.</summary>
    Off = 3,
}
