using System.Globalization;
using System.Text.Json.Serialization;
using Holdfast.Audit;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Operators.DeadLetters;

/// <summary>What this folder gives to a host.</summary>
public static class DeadLetterVerbs
{
    /// <summary>The most that are listed, or changed by one order.</summary>
    internal const int MaxListed = 1_000;

    private static readonly VerbParameter[] Which =
    [
        new("id", "Ids from the list; none with --all.", VerbParameterKind.Arguments),
        new("all", $"All in the list, at most {MaxListed}.", VerbParameterKind.Flag),
    ];

    /// <summary><c>holdfast dead-letters</c>: what could not be delivered or done.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddDeadLetterVerbs(this IServiceCollection services) => services
        .AddVerbGroup("dead-letters", "Lists, replays or discards what could not be delivered or done, whether the server runs or not.", "deadletters")
        .AddVerb<ListDeadLetters>("dead-letters list", $"Lists the newest dead letters, at most {MaxListed}.")
        .AddVerb<ReplayDeadLetters>("dead-letters replay", "Tries dead letters again.", Which)
        .AddVerb<DiscardDeadLetters>("dead-letters discard", "Deletes dead letters for good.", Which);
}

/// <summary><c>holdfast dead-letters list</c>.</summary>
internal sealed class ListDeadLetters(IHoldfastStore store) : IVerb
{
    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        IReadOnlyList<DeadLetterView> dead = [.. (await store.GetDeadLettersAsync(DeadLetterVerbs.MaxListed, cancellationToken)).Select(DeadLetterView.Of)];
        return VerbReply.Of(dead, DeadLetterJson.Default.IReadOnlyListDeadLetterView, TextTable.Of(
            "No dead letters.", ["id", "died (UTC)", "queue", "kind", "of", "error", "#attempts", "thread or lane"],
            dead.Select(letter => new[]
            {
                letter.Id, TextTable.Moment(letter.DiedAt), letter.Queue, letter.Kind, letter.User ?? "", letter.Error, letter.Attempts.ToString(CultureInfo.InvariantCulture), letter.Thread ?? letter.Lane,
            })));
    }
}

/// <summary><c>holdfast dead-letters replay</c>.</summary>
internal sealed class ReplayDeadLetters(IHoldfastStore store, TimeProvider time) : ChangeDeadLetters(store, time, AuditActs.DeadLetterReplayed, "replay", "replayed")
{
    /// <inheritdoc/>
    protected override ValueTask<bool> ChangeAsync(ItemId item, IReadOnlyList<StoredRecord> audit, CancellationToken cancellationToken) => Store.ReplayAsync(item, audit, cancellationToken);
}

/// <summary><c>holdfast dead-letters discard</c>.</summary>
internal sealed class DiscardDeadLetters(IHoldfastStore store, TimeProvider time) : ChangeDeadLetters(store, time, AuditActs.DeadLetterDiscarded, "discard", "discarded")
{
    /// <inheritdoc/>
    protected override ValueTask<bool> ChangeAsync(ItemId item, IReadOnlyList<StoredRecord> audit, CancellationToken cancellationToken) => Store.DiscardAsync(item, audit, cancellationToken);
}

/// <summary>An order about dead letters; each is changed in one commit with what the audit trail says of that.</summary>
internal abstract class ChangeDeadLetters(IHoldfastStore store, TimeProvider time, string act, string verb, string done) : IVerb
{
    protected IHoldfastStore Store => store;

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var dead = (await store.GetDeadLettersAsync(DeadLetterVerbs.MaxListed, cancellationToken)).ToDictionary(letter => letter.Item.Id.ToString());
        string[] chosen = call.Has("all") ? [.. dead.Keys.Reverse()] : [.. call.All("id")];
        if (chosen.Length == 0 && !call.Has("all"))
            throw new VerbException($"nothing to {verb}: name an id from 'holdfast dead-letters list', or --all.") { IsUsage = true };
        var changes = new List<DeadLetterChange>();
        foreach (var id in chosen)
            changes.Add(new DeadLetterChange(id, ItemId.TryParse(id, out var item) && await ChangeAsync(item, [AuditOf(item, dead.GetValueOrDefault(id), call.By)], cancellationToken)));
        var lines = changes.Select(change => change.Done ? $"{change.Id} {done}" : $"{change.Id} is not a dead letter");
        return VerbReply.Of<IReadOnlyList<DeadLetterChange>>(changes, DeadLetterJson.Default.IReadOnlyListDeadLetterChange, chosen.Length == 0 ? $"nothing to {verb}" : string.Join('\n', lines)) with
        {
            IsDone = changes.TrueForAll(change => change.Done),
        };
    }

    protected abstract ValueTask<bool> ChangeAsync(ItemId item, IReadOnlyList<StoredRecord> audit, CancellationToken cancellationToken);

    private StoredRecord AuditOf(ItemId item, DeadLetter? letter, string by)
    {
        var now = time.GetUtcNow();
        return new AuditEntry
        {
            Act = act, At = now, By = by, Team = letter?.Item.Owner?.Team, For = letter?.Item.Owner?.User, Where = letter?.Item.Lane, What = letter?.Item.Kind, Reference = item.ToString(),
        }.ToRecord($"{item}/{now.UtcTicks}");
    }
}

/// <summary>A dead letter as an operator sees it: where, what, whose, why and when; never what people wrote.</summary>
internal sealed record DeadLetterView(string Id, string Queue, string Lane, string Kind, string Error, int Attempts, DateTimeOffset DiedAt, string? Team, string? User, string? Thread)
{
    public static DeadLetterView Of(DeadLetter dead) => new(
        dead.Item.Id.ToString(), dead.Item.Queue.ToString(), dead.Item.Lane, dead.Item.Kind, dead.Error, dead.Item.Attempt + 1, dead.DiedAt, dead.Item.Owner?.Team, dead.Item.Owner?.User,
        ThreadLink.Of(dead.Item.Lane));
}

/// <summary>Whether a dead letter was replayed or discarded: not, when there is no such one.</summary>
internal sealed record DeadLetterChange(string Id, bool Done);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<DeadLetterView>))]
[JsonSerializable(typeof(IReadOnlyList<DeadLetterChange>))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
