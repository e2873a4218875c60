using Holdfast.Home;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Settings;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.ViewFlow;

/// <summary>What the viewer has asked lately, and what became of it. Nothing that others asked, in whatever channel.</summary>
internal sealed class RunsHomeSection(IHoldfastStore store, TimeProvider time) : IHomeSection
{
    private const int MaxRuns = 5;
    private const int MaxQuestion = 150;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken)
    {
        var blocks = new List<Block>();
        var now = time.GetUtcNow();
        foreach (var id in await store.GetLatestRunsOfAsync(viewer.Team.Value, viewer.User.Value, MaxRuns, cancellationToken))
        {
            if (await store.GetRunAsync(id, cancellationToken) is { } run && run.User == viewer.User.Value && !(run.ExpiresAt <= now))
                blocks.Add(Row(run));
        }

        return blocks.Count == 0 ? [] : [new HeaderBlock { Text = TextObject.Plain("What you asked lately") }, .. blocks];
    }

    private static SectionBlock Row(RunRecord run)
    {
        var question = ShownText.Line(Names.Words(run.Question), MaxQuestion) is { Length: > 0 } words ? words : "(no text)";
        return Parts.Section($"{Outcome(run.Status)}: {question}\n{ShownText.Moment(run.StartedAt)}, {Names.Channel(run.Conversation, "our direct message")}") with
        {
            Accessory = RunButtons.Flow(run.Id),
        };
    }

    private static string Outcome(RunStatus status) => status switch
    {
        RunStatus.Running => "🏃 At work",
        RunStatus.Waiting => "✋ Waiting for approval",
        RunStatus.Completed => "✅ Answered",
        RunStatus.TimedOut => "⏱️ Timed out",
        RunStatus.Stopped => "🛑 Stopped",
        _ => "❌ No answer",
    };
}
