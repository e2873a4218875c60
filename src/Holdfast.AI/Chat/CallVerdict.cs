using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Items;
using Holdfast.Tools;

namespace Holdfast.AI.Chat;

/// <summary>What becomes of a tool call. A closed set.</summary>
internal abstract record CallVerdict
{
    private CallVerdict()
    {
    }

    /// <summary>It is made.</summary>
    internal sealed record Run(IAgentTool Tool, ToolCall Call, ItemId? Approval) : CallVerdict
    {
        /// <summary>What allows it without asking, although the tool needs approval; null where it needs none, or has one.</summary>
        public ToolGrant? Grant { get; init; }

        /// <summary>Whether it was begun before, and is waited for again.</summary>
        public bool IsBegun { get; init; }

        /// <summary>What would have been shown to those who approve.</summary>
        public string? Shown { get; init; }
    }

    /// <summary>It is not made, and the model reads why.</summary>
    internal sealed record NotMade(string Text, string Error) : CallVerdict;

    /// <summary>An approver must decide.</summary>
    internal sealed record Ask(ToolRequest Request) : CallVerdict;

    /// <summary>Decides, under the operator's policy and by what people decided. Changes nothing.</summary>
    public static CallVerdict On(ModelCall call, string id, ToolSet tools, AgentTurn turn, IReadOnlyList<EarlierCall> earlier)
    {
        if (call.IsCut)
            return new NotMade(ToolWording.Cut, "cut off");
        if (FunctionCalls.Parse(call.Arguments) is not { } arguments)
            return new NotMade(ToolWording.Malformed, "malformed arguments");
        return Review(call.Name, arguments, tools) switch
        {
            ToolReview.Accepted accepted when tools.Find(call.Name) is { } tool => On(accepted, tool, new ToolCall(id, arguments, turn, ApprovedBy: null) { Earlier = earlier }),
            ToolReview.Refused refused => new NotMade(ToolWording.Refused(refused.Reason), "refused"),
            _ => new NotMade(ToolWording.Refused("There is no such tool."), "refused"),
        };
    }

    private static ToolReview Review(string name, JsonElement arguments, ToolSet tools)
    {
        try
        {
            return tools.Review(name, arguments);
        }
        catch (Exception e)
        {
            // A tool of the operator's that trips over what the model wrote: what was not checked is not done.
            return new ToolReview.Refused($"The tool could not check the call ({e.GetType().Name}).");
        }
    }

    /// <summary>Decisions come first: a denied call is not made because the policy was loosened since.</summary>
    private static CallVerdict On(ToolReview.Accepted accepted, IAgentTool tool, ToolCall call) =>
        call.Turn.Approvals.LastOrDefault(approval => approval.CallId == call.Id) switch
        {
            null when call.Turn.BegunCalls.Contains(call.Id) => new NotMade(ToolWording.Interrupted, "interrupted"),
            null when accepted.IsAllowListed => new Run(tool, call, Approval: null),
            null when call.Turn.Grants.FirstOrDefault(grant => grant.Tool == tool.Name) is { } grant => new Run(tool, call with { ApprovedBy = grant.By }, Approval: null) { Grant = grant, Shown = accepted.Shown },
            null or { Status: ApprovalStatus.Pending } => new Ask(new ToolRequest(call.Id, tool.Name, accepted.Shown)),
            { Status: ApprovalStatus.Approved, UsedAt: null } approval => new Run(tool, call with { ApprovedBy = approval.DecidedBy }, approval.Id),
            { Status: ApprovalStatus.Approved } approval when tool is IResumableTool => new Run(tool, call with { ApprovedBy = approval.DecidedBy }, Approval: null) { IsBegun = true },
            { Status: ApprovalStatus.Approved } => new NotMade(ToolWording.Interrupted, "interrupted"),
            { Status: ApprovalStatus.Denied } approval => new NotMade(ToolWording.Denied(approval.DecidedBy), "denied"),
            { Status: ApprovalStatus.Expired } => new NotMade(ToolWording.Expired, "expired"),
            _ => new NotMade(ToolWording.Withdrawn, "withdrawn"),
        };
}
