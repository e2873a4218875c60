using System.Text;
using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Threads;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>
/// Reads what was said in a conversation of which nothing is remembered: a thread of people, one under a message of the app's own, or one whose
/// memory has gone. It is a step of the run: what was read stays what the run knows, and is remembered with its answer.
/// </summary>
internal sealed class RunReading(
    ConversationHistory history, RunNaming naming, IMemoryKeeper memory, IWorkspaces workspaces, IOptions<MemoryOptions> options, TimeProvider time)
{
    private const string Slack = "Slack";

    /// <summary>Reads it once, unless memory knows better.</summary>
    public async ValueTask ReadAsync(ActiveRun run, CancellationToken cancellationToken)
    {
        if (run.Journal.Finished.FirstOrDefault(step => step.Kind == StepKinds.Reading) is { } read)
        {
            run.Earlier = ReadTurns.Of(read.Resume);
            return;
        }

        // What begins a thread has nothing before it.
        if (options.Value.ReadFromSlack == 0 || run.Request.Ts is not { } ts || ts == run.Request.Conversation.Thread)
            return;
        if (await IsRememberedAsync(run.Request.Conversation, cancellationToken) || await workspaces.FindAsync(run.Request.Conversation.Team, cancellationToken) is not { } workspace)
            return;
        var (began, since) = (time.GetUtcNow(), time.GetTimestamp());
        var said = await history.ReadAsync(run.Request.Conversation, ts, options.Value.ReadFromSlack, cancellationToken);
        run.Earlier = await naming.NameAsync(run.Request.Conversation.Team, HistoryTurns.Of(said, workspace.Identity), cancellationToken);
        if (run.Earlier.Count == 0 && said.Problem is null)
            return;
        run.Journal.Record(new RunStep
        {
            Run = run.Id,
            Number = 0,
            Kind = StepKinds.Reading,
            Name = Slack,
            StartedAt = began,
            Duration = time.GetElapsedTime(since),
            Error = said.Problem,
            Output = Shown(run.Earlier),
            Resume = ReadTurns.ToJson(run.Earlier),
        });
    }

    private async ValueTask<bool> IsRememberedAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        try
        {
            return await memory.KnowsAsync(conversation, cancellationToken);
        }
        catch (MemoryException)
        {
            // Whoever recalls the conversation in a moment hears the same, and waits for memory or says that it is away.
            return true;
        }
    }

    /// <summary>For people who look at the flow.</summary>
    private static string? Shown(IReadOnlyList<Turn> turns)
    {
        var lines = new StringBuilder();
        foreach (var turn in turns)
            lines.Append(turn.Role == Turn.Assistant ? "(agent)" : turn.Speaker?.Name ?? turn.Speaker?.Id ?? "").Append(": ").Append(turn.Content.Text).Append('\n');
        return lines.Length == 0 ? null : lines.ToString();
    }
}
