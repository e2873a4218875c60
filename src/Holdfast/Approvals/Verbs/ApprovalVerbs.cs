using System.Text.Json.Serialization;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Approvals.Verbs;

/// <summary>What this folder gives to a host.</summary>
public static class ApprovalVerbs
{
    /// <summary><c>holdfast approvals</c>: what needs a decision, and decisions of an operator's.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddApprovalVerbs(this IServiceCollection services) => services
        .AddVerbGroup("approvals", "Lists and decides requests of the agent.")
        .AddVerb<ListApprovals>("approvals list", "Lists the requests that need a decision.")
        .AddVerb<ApproveVerb>("approvals approve", "Approves a request, as an approver would in Slack.", new VerbParameter("id", "The id from the list, or the end of it.", VerbParameterKind.Argument))
        .AddVerb<DenyVerb>("approvals deny", "Denies a request.", new VerbParameter("id", "The id from the list, or the end of it.", VerbParameterKind.Argument));
}

/// <summary><c>holdfast approvals list</c>.</summary>
internal sealed class ListApprovals(IRecordReader records) : IVerb
{
    private const int MaxListed = 1_000;

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        var pending = await records.FindAsync(ApprovalRecords.Kind, new RecordQuery(ApprovalRecords.Kind.Name) { IsOpen = true }, MaxListed, cancellationToken);
        IReadOnlyList<ApprovalView> views = [.. pending.Select(ApprovalView.Of)];
        return VerbReply.Of(views, ApprovalVerbsJson.Default.IReadOnlyListApprovalView, TextTable.Of(
            "No request needs a decision.", ["id", "tool", "for", "expires (UTC)", "call", "thread"],
            views.Select(view => new[] { view.Id, view.Tool, view.For, TextTable.Moment(view.ExpiresAt), TextCut.Beginning(view.Call, 60), view.Thread ?? view.Conversation })));
    }
}

/// <summary>A request as an operator sees it; the call is shown as approvers see it, since nobody can decide otherwise.</summary>
internal sealed record ApprovalView(string Id, string Tool, string For, string Conversation, string? Thread, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, string Call)
{
    public static ApprovalView Of(Approval approval) => new(
        approval.Id.ToString(), approval.Tool, approval.RequestedBy, approval.Conversation, ThreadLink.Of(approval.Conversation), approval.CreatedAt, approval.ExpiresAt, approval.Shown);
}

/// <summary>What became of a decision.</summary>
internal sealed record DecidedView(string Id, string Status, string? By);

/// <summary><c>holdfast approvals approve</c>.</summary>
internal sealed class ApproveVerb(IHoldfastStore store, TimeProvider time) : DecideVerb(store, time, approves: true);

/// <summary><c>holdfast approvals deny</c>.</summary>
internal sealed class DenyVerb(IHoldfastStore store, TimeProvider time) : DecideVerb(store, time, approves: false);

/// <summary>An operator's decision: it goes the way of all decisions, and its result is waited for as long as a worker can be expected to take.</summary>
internal abstract class DecideVerb(IHoldfastStore store, TimeProvider time, bool approves) : IVerb
{
    private const int MaxSearched = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var part = call.Text("id")?.Trim().ToLowerInvariant() ?? "";
        var meant = part.Length < ItemId.ShortestPart ? [] : (await store.FindAsync(
            ApprovalRecords.Kind, new RecordQuery(ApprovalRecords.Kind.Name) { IsOpen = true }, MaxSearched, cancellationToken)).Where(approval => approval.Id.IsMeantBy(part)).ToList();
        if (meant is not [var found])
            throw new VerbException(meant.Count == 0 ? "no request with that id needs a decision. 'holdfast approvals list' shows the ids." : "several requests have an id like that: write more of it.");
        await store.AppendAsync([new ApprovalOrder(found.Id, approves, call.By).ToItem(found, time)], cancellationToken);
        if (!call.IsServed)
            return Reply(found, "pending", by: null, $"{found.Id}: the decision is kept, and carried out by the next server that starts");
        for (var until = time.GetUtcNow() + Patience; time.GetUtcNow() < until; await Task.Delay(Pause, time, cancellationToken))
        {
            if (await store.GetApprovalAsync(found.Id, cancellationToken) is { Status: not ApprovalStatus.Pending } decided)
                return Reply(decided, decided.Status.ToString().ToLowerInvariant(), decided.DecidedBy, $"{decided.Id} {decided.Status.ToString().ToLowerInvariant()}{(decided.DecidedBy is { } by ? $" by {by}" : "")}");
        }

        return Reply(found, "pending", by: null, $"{found.Id}: the decision is kept, but no worker took it within {Patience.TotalSeconds:0} s. The next one that is free carries it out");
    }

    private static VerbReply Reply(Approval approval, string status, string? by, string text) =>
        VerbReply.Of(new DecidedView(approval.Id.ToString(), status, by), ApprovalVerbsJson.Default.DecidedView, text);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<ApprovalView>))]
[JsonSerializable(typeof(DecidedView))]
internal sealed partial class ApprovalVerbsJson : JsonSerializerContext;
