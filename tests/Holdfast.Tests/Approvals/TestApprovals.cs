using Holdfast.Approvals;
using Holdfast.Conversations;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Approvals;

/// <summary>What asks for approvals.</summary>
internal static class TestApprovals
{
    public static ApprovalRequests Requests(ApprovalCards cards, IHoldfastStore store, IWorkspaces workspaces, ApprovalOptions options, TimeProvider time)
    {
        var approvers = new Approvers(
            workspaces, new SlackDirectory(workspaces, time, NullLogger<SlackDirectory>.Instance), new OperatorList(workspaces, Options.Create(new OperatorOptions())), Options.Create(options));
        return new ApprovalRequests(cards, Telling(approvers, cards, store, workspaces, options, time), Grants(store, options, time), Options.Create(options), time);
    }

    /// <summary>None of these tests has a direct message posted, so that nothing is linked.</summary>
    public static ApprovalTelling Telling(Approvers approvers, ApprovalCards cards, IHoldfastStore store, IWorkspaces workspaces, ApprovalOptions options, TimeProvider time) =>
        new(approvers, store, workspaces, links: null!, cards, Options.Create(options), time, NullLogger<ApprovalTelling>.Instance);

    public static ApprovalGrants Grants(IHoldfastStore store, ApprovalOptions options, TimeProvider time) =>
        new(store, Options.Create(options), Options.Create(new MemoryOptions()), time);
}
