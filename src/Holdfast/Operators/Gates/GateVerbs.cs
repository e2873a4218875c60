using System.Text.Json.Serialization;
using Holdfast.Audit;
using Holdfast.Rates;
using Holdfast.Storage;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Operators.Gates;

/// <summary>What this folder gives to a host.</summary>
public static class GateVerbs
{
    /// <summary><c>holdfast gates</c>: where Slack limits the app, and an order to try again at once.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddGateVerbs(this IServiceCollection services) => services
        .AddVerbGroup("gates", "Lists or opens the gates that keep Slack's rate limits, beside the running server.")
        .AddVerb<ListGates>("gates list", "Lists the gates that are closed or slow calls down.")
        .AddVerb<OpenGates>(
            "gates open",
            "Tries what is waiting again within a minute, on all workers. Where Slack still limits, the gate closes again.",
            new("gate", "Names from the list; none with --all.", VerbParameterKind.Arguments),
            new("all", "All of them.", VerbParameterKind.Flag));

    /// <summary>Of one server, the gates are in its memory.</summary>
    /// <exception cref="VerbException">There is no such server.</exception>
    internal static void Need(VerbCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!call.IsServed)
            throw new VerbException("no server runs on this data folder. Gates live in the server: all are open at its next start.");
    }
}

/// <summary><c>holdfast gates list</c>.</summary>
internal sealed class ListGates(IRateGate gates) : IVerb
{
    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        GateVerbs.Need(call);
        IReadOnlyList<GateView> all = [.. (await gates.ListAsync(cancellationToken)).Select(GateView.Of)];
        var lines = all.Select(gate => gate.OpensInS is { } opens
            ? $"{gate.Gate}  closed for {gate.ClosedForS:0} s, opens in {opens:0} s"
            : $"{gate.Gate}  one call every {gate.SecondsApart:0.###} s");
        return VerbReply.Of(all, GateJson.Default.IReadOnlyListGateView, all.Count == 0 ? "All gates are open." : string.Join('\n', lines));
    }
}

/// <summary><c>holdfast gates open</c>. The audit trail says of each gate that it was ordered, before it is done.</summary>
internal sealed class OpenGates(IRateGate gates, IHoldfastStore store, TimeProvider time) : IVerb
{
    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        GateVerbs.Need(call);
        var known = (await gates.ListAsync(cancellationToken)).Select(gate => gate.Gate).ToHashSet(StringComparer.Ordinal);
        var isAll = call.Has("all");
        string[] chosen = isAll ? [.. known.Order(StringComparer.Ordinal)] : [.. call.All("gate")];
        if (chosen.Length == 0 && !isAll)
            throw new VerbException("nothing to open: name a gate from 'holdfast gates list', or --all.") { IsUsage = true };
        foreach (var gate in chosen.Where(known.Contains))
            await store.WriteAuditAsync(new AuditEntry { Act = AuditActs.GateOpened, At = time.GetUtcNow(), By = call.By, Team = gate.Split('/')[0], What = gate }, time, cancellationToken);
        if (isAll)
        {
            var opened = await gates.OpenAsync(gate: null, cancellationToken);
            return Reply([.. chosen.Select(gate => new GateChange(gate, Opened: true))], $"{opened} opened");
        }

        var changes = new List<GateChange>();
        foreach (var gate in chosen)
            changes.Add(new GateChange(gate, await gates.OpenAsync(gate, cancellationToken) > 0));
        return Reply(changes, string.Join('\n', changes.Select(change => $"{change.Gate} {(change.Opened ? "opened" : "is open")}")));
    }

    private static VerbReply Reply(IReadOnlyList<GateChange> changes, string text) =>
        VerbReply.Of(changes, GateJson.Default.IReadOnlyListGateChange, text) with { IsDone = changes.All(change => change.Opened) };
}

/// <summary>A gate as an operator sees it.</summary>
/// <param name="Gate">The workspace, the method, and for messages the channel.</param>
/// <param name="ClosedForS">For how many seconds Slack has refused the calls; null when it does not now.</param>
/// <param name="OpensInS">For how many seconds none is made; null when it is open, and calls are paced.</param>
/// <param name="SecondsApart">The least time between two calls, when it is open.</param>
internal sealed record GateView(string Gate, double? ClosedForS, double? OpensInS, double SecondsApart)
{
    public static GateView Of(RateGateState gate) => new(
        gate.Gate, gate.IsClosed ? gate.ClosedFor?.TotalSeconds : null, gate.IsClosed ? gate.OpensIn?.TotalSeconds : null, gate.Pace.TotalSeconds);
}

/// <summary>Whether a gate was opened: not, when it was open, or is none.</summary>
internal sealed record GateChange(string Gate, bool Opened);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<GateView>))]
[JsonSerializable(typeof(IReadOnlyList<GateChange>))]
internal sealed partial class GateJson : JsonSerializerContext;
