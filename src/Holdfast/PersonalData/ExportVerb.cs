using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Audit;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Verbs;

namespace Holdfast.PersonalData;

/// <summary><c>holdfast export USER</c>: all that is kept of one person, as JSON, an object a line.</summary>
internal sealed class ExportVerb(IHoldfastStore store, IEnumerable<IPersonalMemory> memories, IEnumerable<PersonalRecords> kinds, TimeProvider time) : IVerb
{
    private const int TurnsAtOnce = 200;
    private const int StepsAtOnce = 50;
    private const int RecordsAtOnce = 10_000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What can be typed behind it.</summary>
    public static VerbParameter[] Parameters { get; } = [new("user", "Slack's id of the person, such as U0123ABCD.", VerbParameterKind.Argument)];

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var user = ForgetVerb.UserOf(call);
        var at = ExportCursor.Read(call.Next);
        return at.Part switch
        {
            ExportPart.Begin => await BeginAsync(user, call.By, cancellationToken),
            ExportPart.Runs => await RunsAsync(user, at, cancellationToken),
            ExportPart.Turns => await TurnsAsync(user, at, cancellationToken),
            ExportPart.Memory => await MemoryAsync(user, cancellationToken),
            _ => await RecordsAsync(user, cancellationToken),
        };
    }

    /// <summary>That it was read is known before anything of it is shown.</summary>
    private async ValueTask<VerbReply> BeginAsync(string user, string by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.WriteAuditAsync(new AuditEntry { Act = AuditActs.PersonExported, At = now, By = by, For = user }, time, cancellationToken);
        return Page([new JsonObject { ["type"] = "person", ["user"] = user, ["exported_at"] = now }], new ExportCursor(ExportPart.Runs));
    }

    /// <summary>A run at a time, and of a long one some steps: each may be megabytes.</summary>
    private async ValueTask<VerbReply> RunsAsync(string user, ExportCursor at, CancellationToken cancellationToken)
    {
        var query = new RunQuery { User = user, Before = at.Behind };
        if (at.Run is not { } which)
        {
            if (await store.FindRunsAsync(query, 1, cancellationToken) is not [var run])
                return Page([], new ExportCursor(ExportPart.Turns));
            return Page(
            [
                new JsonObject
                {
                    ["type"] = "run", ["id"] = run.Id.ToString(), ["conversation"] = run.Conversation, ["started_at"] = run.StartedAt, ["ended_at"] = run.EndedAt, ["status"] = run.Status.ToString(),
                    ["model"] = run.Model, ["question"] = run.Question.Text, ["files"] = FilesOf(run.Question),
                },
            ], new ExportCursor(ExportPart.Runs) { Behind = (run.StartedAt, run.Id), Run = run.Id });
        }

        var steps = await store.GetStepOutlinesAsync(which, at.Step, StepsAtOnce, int.MaxValue, cancellationToken);
        var next = steps.Count == StepsAtOnce ? at with { Step = steps[^1].Step.Number } : new ExportCursor(ExportPart.Runs) { Behind = at.Behind };
        return Page(steps.Select(outline => new JsonObject
        {
            ["type"] = "step", ["run"] = which.ToString(), ["number"] = outline.Step.Number, ["kind"] = outline.Step.Kind, ["name"] = outline.Step.Name, ["started_at"] = outline.Step.StartedAt,
            ["input"] = outline.Step.Input, ["output"] = outline.Step.Output, ["error"] = outline.Step.Error,
        }), next);
    }

    private async ValueTask<VerbReply> TurnsAsync(string user, ExportCursor at, CancellationToken cancellationToken)
    {
        var turns = await store.GetSaidAsync(user, at.Place, TurnsAtOnce, cancellationToken);
        return turns.Count == 0 ? Page([], new ExportCursor(ExportPart.Memory)) : Page(turns.Select(Line), at with { Place = turns[^1].Place });
    }

    private async ValueTask<VerbReply> MemoryAsync(string user, CancellationToken cancellationToken)
    {
        var lines = new List<JsonObject>();
        foreach (var memory in memories)
        {
            await foreach (var turn in memory.GetSaidAsync(user, cancellationToken))
                lines.Add(Line(turn));
        }

        return Page(lines, new ExportCursor(ExportPart.Records));
    }

    private async ValueTask<VerbReply> RecordsAsync(string user, CancellationToken cancellationToken)
    {
        var lines = new List<JsonObject>();
        foreach (var kind in kinds)
        {
            var found = await store.FindRecordsAsync(new RecordQuery(kind.Kind) { User = user }, RecordsAtOnce, cancellationToken);
            lines.AddRange(found.Select(record => new JsonObject { ["type"] = kind.Kind, ["name"] = record.Key.Name, ["value"] = ValueOf(record.Value) }));
        }

        return Page(lines, next: null);
    }

    private static JsonObject Line(SaidTurn turn) => new()
    {
        ["type"] = "turn", ["conversation"] = turn.Conversation, ["at"] = turn.At, ["role"] = turn.Turn.Role, ["speaker"] = turn.Turn.Speaker?.Id, ["text"] = turn.Turn.Content.Text, ["files"] = FilesOf(turn.Turn.Content),
    };

    private static JsonArray? FilesOf(MessageContent content) => content.Attachments.Count == 0 ? null : [.. content.Attachments.Select(file => (JsonNode)file.Name)];

    /// <summary>A record's value is JSON, or a word.</summary>
    private static JsonNode? ValueOf(string? value)
    {
        try
        {
            return value is null ? null : JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static VerbReply Page(IEnumerable<JsonObject> lines, ExportCursor? next)
    {
        var text = string.Join('\n', lines.Select(line => line.ToJsonString(Readable)));
        return new VerbReply(text, text) { Next = next?.ToString() };
    }
}

/// <summary>The parts of an export, in their order.</summary>
internal enum ExportPart
{
    Begin,
    Runs,
    Turns,
    Memory,
    Records,
}

/// <summary>Where an export goes on.</summary>
/// <param name="Part">The part.</param>
internal sealed record ExportCursor(ExportPart Part)
{
    /// <summary>The run behind which the next one is looked for.</summary>
    public (DateTimeOffset StartedAt, ItemId Id)? Behind { get; init; }

    /// <summary>The run whose steps come next.</summary>
    public ItemId? Run { get; init; }

    /// <summary>The step behind which they come.</summary>
    public int Step { get; init; }

    /// <summary>The place of the last turn.</summary>
    public long Place { get; init; }

    /// <summary>Reads what <see cref="ToString"/> wrote; the beginning for null.</summary>
    /// <exception cref="VerbException">It is something else.</exception>
    public static ExportCursor Read(string? text)
    {
        if (text is null)
            return new ExportCursor(ExportPart.Begin);
        var parts = text.Split('/');
        if (parts.Length != 6 || !Enum.TryParse<ExportPart>(parts[0], out var part) || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || !int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var step) || !long.TryParse(parts[5], NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            throw new VerbException("the place to go on from cannot be read.") { IsUsage = true };
        }

        return new ExportCursor(part)
        {
            Behind = ItemId.TryParse(parts[2], out var behind) ? (new DateTimeOffset(ticks, TimeSpan.Zero), behind) : null,
            Run = ItemId.TryParse(parts[3], out var run) ? run : null,
            Step = step,
            Place = place,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Part}/{Behind?.StartedAt.UtcTicks ?? 0}/{Behind?.Id}/{Run}/{Step}/{Place}");
}
