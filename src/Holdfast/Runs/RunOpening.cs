using Holdfast.Admission;
using Holdfast.Agents;
using Holdfast.Assistant;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Settings;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>What a run begins with: its question as it stands by now, its journal, and the settings that it goes by.</summary>
internal sealed class RunOpening(
    IAgent agent,
    IHoldfastStore store,
    RunTransitions transitions,
    RunMerging merging,
    RunNaming naming,
    IUsageBook book,
    SettingsBook settings,
    ModelCalls calls,
    IOptions<AgentOptions> options,
    TimeProvider time)
{
    /// <summary>Sooner than this after a message nobody has corrected it.</summary>
    private static readonly TimeSpan ShortestCorrection = TimeSpan.FromMilliseconds(500);

    /// <summary>Opens a run that is new, goes on, or starts over; null when its question was deleted before it began.</summary>
    /// <param name="work">The message that it is for.</param>
    /// <param name="request">The question as it came in.</param>
    /// <param name="known">The run as far as it had come; null when it is new.</param>
    /// <param name="booked">Told once the run's message is in the usage book.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<ActiveRun?> OpenAsync(LaneWork work, RunRequest request, RunRecord? known, Action? booked, CancellationToken cancellationToken)
    {
        var finished = known is null ? [] : await store.GetStepsAsync(request.Run, cancellationToken);
        var corrections = new RunCorrections(store, request.Conversation);
        if (MayBeCorrected(work.Item, request) is { } ts)
        {
            var content = await corrections.OfAsync(request.User, ts, request.Content, cancellationToken);
            if (content is null && known is null)
                return null;

            // One that had begun is answered, to what it was asked; and an edit that called the app is the newest there is.
            if (content is not null && work.Item.Kind != InboundKinds.EditedMention)
                request = request with { Content = content };
        }

        var merged = await merging.MergedAsync(work, request, known, finished, corrections, cancellationToken);
        request = await naming.NameAsync(
            request with { Content = merged.Content ?? request.Content, IsMerged = merged.Items.Count > 0 }, asksWho: !agent.IsImmediate, cancellationToken);
        var journal = OpenJournal(work, request, known, merged.Items, finished, booked);
        return new ActiveRun(request, journal, await transitions.RetentionAsync(request, cancellationToken), isStoppable: !agent.IsImmediate, corrections)
        {
            HadBegun = known is not null, Merged = merged.Items, Settings = await SettingsAsync(request, known, journal, cancellationToken),
        };
    }

    /// <summary>
    /// The message whose corrections are looked for. Nobody edits or deletes what they have written this moment: an immediate answer, which comes at
    /// once, need not ask whether they have.
    /// </summary>
    private SlackTs? MayBeCorrected(LaneItem item, RunRequest request)
    {
        var now = time.GetUtcNow();
        return agent.IsImmediate && now - request.SaidAt < ShortestCorrection && now - item.EnqueuedAt < ShortestCorrection ? null : request.Ts;
    }

    private RunJournal OpenJournal(
        LaneWork work, RunRequest request, RunRecord? known, IReadOnlyList<LaneItem> merged, IReadOnlyList<RunStep> finished, Action? booked)
    {
        // A run that had ended is here because an operator replayed it: it starts over, after the steps it has.
        var run = known is { EndedAt: not null }
            ? known with { Status = RunStatus.Running, EndedAt = null, ExpiresAt = null, Error = null, Notice = null, Starts = 0 }
            : known;
        run ??= new RunRecord
        {
            Id = request.Run,
            Conversation = work.Item.Lane,
            User = request.User,
            Status = RunStatus.Running,
            StartedAt = time.GetUtcNow(),
            Model = agent.Name,
        };
        var all = request.Resumes?.Merged ?? string.Join(' ', merged.Select(item => item.Id));
        var usage = new RunUsage(book, request.Conversation, request.User, agent.IsImmediate, options.Value.Prices, booked);
        if (known is null)
            usage.Began(messages: 1 + merged.Count);
        var journal = new RunJournal(work, run with { Question = request.Content, Merged = all, Starts = run.Starts + 1 }, finished, usage, calls, time) { IsAgain = known is not null };
        if (known is { EndedAt: { } ended } && work.Item.Kind == RunItems.Retry)
            journal.Record(new RunStep { Run = run.Id, Number = 0, Kind = StepKinds.Again, Name = "asked again", StartedAt = ended, Duration = time.GetUtcNow() - ended });
        return journal;
    }

    /// <summary>
    /// What the run goes by: as it stood when it first began, whatever is set meanwhile, so that one answer is not made by two models, and a tool's call
    /// is not approved for one wish and made for another. It becomes durable with the begin. An immediate agent has none to heed, and pays for none.
    /// </summary>
    private async ValueTask<TurnSettings> SettingsAsync(RunRequest request, RunRecord? known, RunJournal journal, CancellationToken cancellationToken)
    {
        if (agent.IsImmediate)
            return TurnSettings.None;
        if (known is not null)
            return await store.GetOfRunAsync(known.Id, cancellationToken);
        var chosen = await settings.ForAsync(request.Conversation, request.User, cancellationToken);
        var set = chosen with
        {
            Dates = chosen.Dates.Length > 0 || !settings.TakesDates ? chosen.Dates : DateStyles.OfLocale(naming.LocaleOf(request.Conversation.Team, request.User)),
            LooksAt = await LooksAtAsync(request, cancellationToken),
        };
        journal.Keep([SettingsRecords.OfRun(request.Run, request.Conversation.Team.Value, request.User, set)]);
        return set;
    }

    /// <summary>Slack tells it of chats, which are direct messages; what is asked in a channel is about that one.</summary>
    private async ValueTask<string> LooksAtAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var (team, channel) = (request.Conversation.Team, request.Conversation.Channel);
        return channel.Value.StartsWith('D') && await Beside.FindAsync(store, team.Value, request.User, time.GetUtcNow(), cancellationToken) is { Channel: { } other }
            ? await naming.ChannelAsync(team, other, cancellationToken)
            : "";
    }
}
