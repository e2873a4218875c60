using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Workspaces;

namespace Holdfast.Runs;

/// <summary>What each end of a run comes to, as one transition, and what people read of it.</summary>
public sealed class RunTransitions(
    ReplyComposer replies, MessageComposer messages, ApprovalRequests approvalRequests, RunRetention retention, TimeProvider time)
{
    /// <summary>How long the runs of the one who asks are kept, whenever it is asked.</summary>
    internal async ValueTask<Func<TimeSpan>> RetentionAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var (team, user) = (request.Conversation.Team.Value, request.User);
        var now = await retention.GetAsync(team, user, cancellationToken);
        return () => retention.Known(team, user) ?? now;
    }

    /// <summary>
    /// An answer. A question that got no answer is remembered all the same, so that "try again" means something; what Holdfast
    /// itself said is not, since it is not part of the conversation with the agent.
    /// </summary>
    internal Transition Answered(RunInHand run, string reply, bool remembered = true)
    {
        run.Journal.End(RunStatus.Completed, run.Retention, error: null);
        return remembered
            ? Ended(run, Shown(run, reply), RunButtons.UnderAnswer(run.Id), new Turn(Turn.User, run.Request.Text), new Turn(Turn.Assistant, reply))
            : Ended(run, reply, RunButtons.UnderAnswer(run.Id));
    }

    internal Transition Failed(RunInHand run, string userMessage)
    {
        run.Journal.End(RunStatus.Failed, run.Retention, userMessage);
        return Ended(run, userMessage, RunButtons.UnderFailure(run.Id), new Turn(Turn.User, run.Request.Text));
    }

    internal Transition TimedOut(RunInHand run, TimeSpan timeout)
    {
        run.Journal.End(RunStatus.TimedOut, run.Retention, $"no answer within {timeout}");
        return Ended(run, Wording.TimedOut(timeout), RunButtons.UnderFailure(run.Id), new Turn(Turn.User, run.Request.Text));
    }

    /// <summary>What the agent had written is kept, shown and remembered; what it asked for is withdrawn.</summary>
    internal Transition Stopped(RunInHand run, string soFar)
    {
        run.Journal.EndStep(new AgentUpdate.StepFinished(soFar.Length == 0 ? null : soFar, "stopped"));
        run.Journal.End(RunStatus.Stopped, run.Retention, error: null);
        var asked = new Turn(Turn.User, run.Request.Text);
        var ended = soFar.Length == 0
            ? Ended(run, Wording.Stopped(soFar), RunButtons.UnderFailure(run.Id), asked)
            : Ended(run, Shown(run, Wording.Stopped(soFar)), RunButtons.UnderFailure(run.Id), asked, new Turn(Turn.Assistant, soFar));
        return ended with { Append = [.. ended.Append, .. Withdraw(run.Approvals, TraceOf(ended))] };
    }

    /// <summary>The run waits for people; its lane is free, and each decision lets it go on.</summary>
    internal Transition Waiting(RunInHand run, AgentUpdate.ApprovalNeeded needed)
    {
        var notice = run.Journal.Run.Notice;
        run.Journal.Change(record => Waiting(record) with { Notice = null });
        var waiting = run.Journal.With(ItemOutcome.Answered);
        var trace = TraceOf(waiting);
        var asked = needed.Requests
            .Where(request => !run.Approvals.Any(approval => approval.CallId == request.CallId))
            .Select(request => approvalRequests.Ask(run.Journal.Run, request, trace))
            .ToList();
        var append = waiting.Append.ToList();
        if (notice is { } earlier)
        {
            append.Add(messages.Update(
                run.Request.Conversation,
                run.Id,
                new DeliveryTarget(run.Id, earlier),
                Wording.Waiting,
                [.. ReplyBlocks.Of(Wording.Waiting), .. RunButtons.UnderAnswer(run.Id)],
                trace));
        }

        append.AddRange(asked.SelectMany(ask => ask.Items));
        return waiting with { Records = [.. waiting.Records, .. asked.Select(ask => ask.Approval.ToRecord())], Append = append };
    }

    /// <summary>One of several things it asked for was decided; it goes on when the last one is.</summary>
    internal static Transition StillWaiting(RunInHand run)
    {
        run.Journal.Change(Waiting);
        return run.Journal.With(ItemOutcome.Answered);
    }

    /// <summary>Waiting. To go on from here is no new start: only those that came to nothing count.</summary>
    private static RunRecord Waiting(RunRecord record) => record with { Status = RunStatus.Waiting, Starts = record.Starts - 1 };

    /// <summary>A failure that may pass: the item waits in its lane, and people see the wait in the run's flow.</summary>
    internal Transition Retrying(RunInHand run, TimeSpan delay, AgentException error)
    {
        run.Journal.FailStep(error.InnerException?.GetType().Name ?? "failed");
        run.Journal.Record(new RunStep
        {
            Run = run.Id,
            Number = 0,
            Kind = StepKinds.Retry,
            Name = "wait",
            StartedAt = time.GetUtcNow(),
            Duration = delay,
            Output = error.Message,
        });
        return run.Journal.With(new ItemOutcome.Retry(delay, "agent", CountsAsAttempt: true, InDoubt: true));
    }

    /// <summary>
    /// Memory does not answer: the item waits in its lane, which is no failure of its own. The first time people are told, in the
    /// place that the answer takes later.
    /// </summary>
    internal Transition WaitingForMemory(RunInHand run, DateTimeOffset tried, TimeSpan delay, bool isFirst)
    {
        run.Journal.FailStep("memory away");
        run.Journal.Record(new RunStep
        {
            Run = run.Id,
            Number = 0,
            Kind = StepKinds.Retry,
            Name = RunMemory.WaitName,
            StartedAt = tried,
            Duration = time.GetUtcNow() - tried + delay,
            Output = "The memory of conversations did not answer.",
        });
        var earlier = run.Journal.Run.Notice;
        var notice = earlier ?? ItemId.New(time);
        run.Journal.Change(record => record with { Starts = record.Starts - 1, Notice = isFirst ? notice : earlier });
        var waiting = run.Journal.With(new ItemOutcome.Retry(delay, "memory", CountsAsAttempt: false, InDoubt: true));
        if (!isFirst)
            return waiting;
        Slack.BlockKit.Block[] blocks = [.. ReplyBlocks.Of(Wording.MemoryAway), .. RunButtons.WhileAtWork(run.Id)];
        var (where, trace) = (run.Request.Conversation, TraceOf(waiting));
        var told = earlier is null
            ? messages.Post(where, run.Id, Wording.MemoryAway, blocks, trace, notice)
            : messages.Update(where, run.Id, new DeliveryTarget(run.Id, notice), Wording.MemoryAway, blocks, trace);
        return waiting with { Append = [.. waiting.Append, told] };
    }

    /// <summary>The process did not survive this run, again and again.</summary>
    internal Transition StartedTooOften(RunInHand run, int starts)
    {
        run.Journal.End(RunStatus.Failed, run.Retention, $"started {starts} times without an end");
        var ended = Ended(run, Wording.GaveUp, RunButtons.UnderFailure(run.Id));
        return ended with
        {
            Outcome = new ItemOutcome.Dead("started too often"),
            Append = [.. ended.Append, .. Withdraw(run.Approvals, TraceOf(ended))],
        };
    }

    /// <summary>What it asked for and nobody has decided is withdrawn: in the lane of each approval, where a decision may be under way.</summary>
    private IEnumerable<NewItem> Withdraw(IEnumerable<Approval> approvals, string? traceParent) =>
        approvals.Where(approval => approval.Status == ApprovalStatus.Pending).Select(approval => approvalRequests.Withdraw(approval, traceParent));

    /// <summary>
    /// The run can neither be gone on with nor tried again: its notice gives way, and what it asked for is withdrawn. Its last
    /// steps are left out, since it may be they that cannot be kept.
    /// </summary>
    internal Transition GivenUp(RunInHand run, Claim claim, string error)
    {
        run.Journal.End(RunStatus.Failed, run.Retention, error);
        var trace = claim.Item.TraceParent;
        return new Transition
        {
            Claim = claim,
            Outcome = new ItemOutcome.Dead(error),
            Run = run.Journal.Run,
            Records = [RunRecords.Stops.Remove(run.Id)],
            Append =
            [
                .. replies.Compose(run.Request.Conversation, run.Id, Wording.GaveUp, RunButtons.UnderFailure(run.Id), PlaceOf(run), trace),
                .. Withdraw(run.Approvals, trace),
            ],
        };
    }

    /// <summary>The item can be neither handled nor tried again.</summary>
    internal Transition GivenUp(Claim claim, BotIdentity? me, string error)
    {
        // An item that asks a question again has begun a run of its own.
        var about = RunItems.RunOf(claim.Item);
        var ends = claim.Item.Kind == RunItems.Resume ? about!.Value : claim.Item.Id;
        var dead = new Transition
        {
            Claim = claim,
            Outcome = new ItemOutcome.Dead(error),
            EndsRun = ends,
            Records = [RunRecords.Stops.Remove(ends)],
        };

        // Nobody in a thread waits for an answer to what was perhaps not for the app at all.
        if (claim.Item.Kind == InboundKinds.ThreadReply || me is null)
            return dead;
        var conversation = about is not null ? ConversationId.Parse(claim.Item.Lane) : InboundMessage.Read(claim.Item, me)?.Conversation;
        return conversation is { } where
            ? dead with { Append = replies.Compose(where, ends, Wording.GaveUp, traceParent: claim.Item.TraceParent) }
            : dead;
    }

    /// <summary>Says that the run is at work, with a button to stop it; durable before it is said, so that the answer finds it.</summary>
    internal async ValueTask NoticeAsync(RunInHand run, string? traceParent, CancellationToken cancellationToken)
    {
        var notice = ItemId.New(time);
        run.Journal.Change(record => record with { Notice = notice });
        var message = messages.Post(
            run.Request.Conversation,
            run.Id,
            Wording.AtWork,
            [.. ReplyBlocks.Of(Wording.AtWork), .. RunButtons.WhileAtWork(run.Id)],
            traceParent,
            notice);
        await run.Journal.CheckpointAsync(cancellationToken, [message]);
    }

    private Transition Ended(RunInHand run, string reply, IReadOnlyList<Slack.BlockKit.Block> footer, params ReadOnlySpan<Turn> turns)
    {
        var conversation = run.Request.Conversation.ToString();
        var remembered = new NewTurn[turns.Length];
        for (var i = 0; i < turns.Length; i++)
            remembered[i] = new NewTurn(conversation, turns[i]);
        var transition = run.Journal.With(ItemOutcome.Answered);
        return transition with
        {
            Turns = remembered,
            Records = run.IsStoppable ? [.. transition.Records, RunRecords.Stops.Remove(run.Id)] : transition.Records,
            Append = [.. transition.Append, .. replies.Compose(run.Request.Conversation, run.Id, reply, footer, PlaceOf(run), TraceOf(transition))],
        };
    }

    /// <summary>What is shown says what is missing; what is remembered is what the agent said.</summary>
    private static string Shown(RunInHand run, string reply) => run.LacksContext ? $"{reply}\n\n{Wording.WithoutContext}" : reply;

    private static DeliveryTarget? PlaceOf(RunInHand run) =>
        run.Journal.Run.Notice is { } notice ? new DeliveryTarget(run.Id, notice) : null;

    private static string? TraceOf(Transition transition) => transition.Claim.Item.TraceParent;
}
