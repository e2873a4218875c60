using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Timers.Verbs;

/// <summary>What this folder gives to a host.</summary>
public static class TimerVerbs
{
    private static readonly VerbParameter[] Parameters =
    [
        new("user", "Only this person's.") { ValueName = "id" },
        new("words", "Shows what they are for, in the words of those who set them.", VerbParameterKind.Flag),
    ];

    /// <summary><c>holdfast timers</c>.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddTimerVerbs(this IServiceCollection services) =>
        services.AddVerb<ListTimers>("timers", "Lists the timers that are set, those that ring next first.", Parameters);
}

/// <summary><c>holdfast timers</c>.</summary>
internal sealed class ListTimers(IRecordReader records) : IVerb
{
    private const int MaxListed = 10_000;

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (user, hasWords) = (call.Text("user"), call.Has("words"));
        var pending = await records.FindAsync(TimerRecords.Kind, new RecordQuery(TimerRecords.Kind.Name) { User = user, IsOpen = true, Order = RecordOrder.Due }, MaxListed, cancellationToken);
        IReadOnlyList<TimerView> views = [.. pending.Select(timer => TimerView.Of(timer, hasWords))];
        return VerbReply.Of(views, TimerVerbsJson.Default.IReadOnlyListTimerView, TextTable.Of(
            "No timer is set.", ["id", "rings (UTC)", "repeats", "of", "set (UTC)", "thread", .. hasWords ? ["for"] : Array.Empty<string>()],
            views.Select(view => new[] { view.Id, TextTable.Moment(view.DueAt), view.Repeats ?? "", view.User, TextTable.Moment(view.SetAt), view.Thread ?? view.Conversation, view.Label ?? "" })));
    }
}

/// <summary>A timer as an operator sees it.</summary>
internal sealed record TimerView(string Id, DateTimeOffset DueAt, string? Repeats, string Zone, string User, string Conversation, string? Thread, DateTimeOffset SetAt, string? Label)
{
    public static TimerView Of(TimerRecord timer, bool hasWords) => new(
        timer.Id.ToString(), timer.DueAt, timer.Repeats, timer.Zone, timer.User, timer.Conversation, ThreadLink.Of(timer.Conversation), timer.CreatedAt, hasWords ? timer.Label : null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<TimerView>))]
internal sealed partial class TimerVerbsJson : JsonSerializerContext;
