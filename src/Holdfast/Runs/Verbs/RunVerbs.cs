using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Runs.Verbs;

/// <summary>What this folder gives to a host.</summary>
public static class RunVerbs
{
    private static readonly VerbParameter Words = new("words", "Shows what was asked and said as well.", VerbParameterKind.Flag);

    /// <summary><c>holdfast runs</c>: what was asked lately, as long as runs are kept.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddRunVerbs(this IServiceCollection services) => services
        .AddVerbGroup("runs", "Shows what the agent was asked lately.")
        .AddVerb<ListRuns>("runs list", "Lists the latest runs, as long as they are kept.", new VerbParameter("user", "Only what this person asked.") { ValueName = "id" },
            new VerbParameter("limit", "The most lines. Default: 50.") { ValueName = "number" }, Words)
        .AddVerb<ShowRun>("runs show", "Shows a run with its steps.", new VerbParameter("id", "The run's id, or the end of it.", VerbParameterKind.Argument), Words);
}

/// <summary><c>holdfast runs list</c>.</summary>
internal sealed class ListRuns(IRunReader runs) : IVerb
{
    private const int Usual = 50;
    private const int Most = 10_000;
    private const int MaxQuestion = 80;

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var hasWords = call.Has("words");
        var found = await runs.FindRunsAsync(new RunQuery { User = call.Text("user") }, call.Number("limit", Usual, 1, Most), cancellationToken);
        IReadOnlyList<RunView> views = [.. found.Select(run => RunView.Of(run, hasWords))];
        return VerbReply.Of(views, RunVerbsJson.Default.IReadOnlyListRunView, TextTable.Of(
            "No runs are kept.", ["id", "began (UTC)", "state", "#seconds", "by", "model", "#tokens", "cost", "thread", .. hasWords ? ["question"] : Array.Empty<string>()],
            views.Select(view => (string[])[.. view.Cells(), TextCut.Beginning(view.Question ?? "", MaxQuestion)])));
    }
}

/// <summary><c>holdfast runs show</c>.</summary>
internal sealed class ShowRun(IRunReader runs) : IVerb
{
    private const int MaxSteps = 1_000;
    private const int MaxText = 4_000;
    private const int MaxSearched = 10_000;

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var hasWords = call.Has("words");
        var run = await FindAsync(call.Text("id")?.Trim().ToLowerInvariant() ?? "", cancellationToken);
        var steps = await runs.GetStepOutlinesAsync(run.Id, after: 0, MaxSteps, hasWords ? MaxText : 0, cancellationToken);
        var view = RunView.Of(run, hasWords) with { Steps = [.. steps.Select(step => StepView.Of(step.Step, hasWords))] };
        return VerbReply.Of(view, RunVerbsJson.Default.RunView, Text(view));
    }

    private async ValueTask<RunRecord> FindAsync(string part, CancellationToken cancellationToken)
    {
        if (ItemId.TryParse(part, out var id) && await runs.GetRunAsync(id, cancellationToken) is { } run)
            return run;
        var meant = part.Length < ItemId.ShortestPart ? [] : (await runs.FindRunsAsync(new RunQuery(), MaxSearched, cancellationToken)).Where(one => one.Id.IsMeantBy(part)).ToList();
        return meant is [var found]
            ? found
            : throw new VerbException(meant.Count == 0 ? "no run with that id is kept. 'holdfast runs list' shows the ids." : "several runs have an id like that: write more of it.");
    }

    private static string Text(RunView view)
    {
        var facts = TextTable.Of("", ["id", "began (UTC)", "state", "#seconds", "by", "model", "#tokens", "cost", "thread"], [view.Cells()]);
        var steps = TextTable.Of("No steps.", ["#", "began (UTC)", "kind", "name", "#ms", "error"], (view.Steps ?? []).Select(step => new[]
        {
            $"{step.Number}", TextTable.Moment(step.StartedAt), step.Kind, step.Name, $"{step.DurationMs:0}", step.Error ?? "",
        }));
        var words = (view.Steps ?? []).Where(step => step.Input is not null || step.Output is not null).Select(step => $"\n--- {step.Number}\n{step.Input}\n=> {step.Output}");
        return $"{facts}{(view.Error is { } error ? $"\n{error}" : "")}{(view.Question is { } question ? $"\n\n{question}" : "")}\n\n{steps}{string.Concat(words)}";
    }
}

/// <summary>A run as an operator sees it: without the words unless they were asked for.</summary>
internal sealed record RunView(
    string Id, string State, string User, string Conversation, string? Thread, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Model, long? InputTokens, long? OutputTokens, long? CostMicros,
    string? Error, string? Question)
{
    public IReadOnlyList<StepView>? Steps { get; init; }

    public static RunView Of(RunRecord run, bool hasWords) => new(
        run.Id.ToString(), run.Status.ToString().ToLowerInvariant(), run.User, run.Conversation, ThreadLink.Of(run.Conversation), run.StartedAt, run.EndedAt, run.Model, run.InputTokens, run.OutputTokens,
        run.CostMicros, run.Error, hasWords ? run.Question.Text : null);

    public string[] Cells() =>
    [
        Id, TextTable.Moment(StartedAt), State, EndedAt is { } ended ? FormattableString.Invariant($"{(ended - StartedAt).TotalSeconds:0.0}") : "", User, Model ?? "",
        Quantities.Tokens(InputTokens, OutputTokens) ?? "", CostMicros is { } cost ? Quantities.Cost(cost) : "", Thread ?? Conversation,
    ];
}

/// <summary>A step as an operator sees it.</summary>
internal sealed record StepView(int Number, string Kind, string Name, DateTimeOffset StartedAt, double DurationMs, string? Error, string? Input, string? Output)
{
    public static StepView Of(RunStep step, bool hasWords) => new(
        step.Number, step.Kind, step.Name, step.StartedAt, step.Duration.TotalMilliseconds, step.Error, hasWords ? step.Input : null, hasWords ? step.Output : null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<RunView>))]
[JsonSerializable(typeof(RunView))]
internal sealed partial class RunVerbsJson : JsonSerializerContext;
