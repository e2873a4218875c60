using Holdfast.Agents;
using Holdfast.Answers.Mentions;
using Holdfast.Approvals;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sessions;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Runs;

/// <summary>Each way for a run to end or wait, as one transition, with the message that people read.</summary>
public sealed class RunTransitions(
    ReplyComposer replies, MessageComposer messages, ApprovalRequests approvalRequests, IMentionNames names, RunRetention retention, LiveSessions sessions, IEnumerable<IAnswerFooter> footers, TimeProvider time)
{
    /// <summary>The error of a step that a user stopped.</summary>
    internal const string StepStopped = "stopped";

    /// <summary>How long the runs of the user who asks are kept, whenever it is called.</summary>
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
    internal Transition Answered(ActiveRun run, string reply, bool remembered = true)
    {
        run.Journal.End(RunStatus.Completed, run.Retention, error: null);
        return remembered
            ? Ended(run, Shown(run, reply), [.. RunButtons.UnderAnswer(run.Id), .. FootersOf(run)], run.Request.Asked, new Turn(Turn.Assistant, reply))
            : Ended(run, reply, RunButtons.UnderAnswer(run.Id));
    }

    /// <summary>What an immediate agent says is nobody's work.</summary>
    private IEnumerable<Slack.BlockKit.Block> FootersOf(ActiveRun run) => run.IsStoppable ? footers.SelectMany(footer => footer.Under(run.Id)) : [];

    internal Transition Failed(ActiveRun run, string userMessage)
    {
        // Whatever an agent makes of it: nobody reads nothing.
        if (VisibleText.IsBlank(userMessage))
            userMessage = Wording.EmptyAnswer;
        run.Journal.End(RunStatus.Failed, run.Retention, userMessage);
        return Unanswered(run, userMessage);
    }

    internal Transition TimedOut(ActiveRun run, TimeSpan timeout)
    {
        run.Journal.End(RunStatus.TimedOut, run.Retention, $"No answer within {Quantities.Duration(timeout)}");
        return Unanswered(run, Wording.TimedOut(timeout));
    }

    /// <summary>What the agent had written is kept, shown and remembered; what it asked for is withdrawn.</summary>
    /// <param name="run">The run.</param>
    /// <param name="soFar">What it had written.</param>
    /// <param name="by">Who stopped it; empty where Slack did not say.</param>
    internal Transition Stopped(ActiveRun run, string soFar, string by)
    {
        if (by.Length > 0)
            run.Journal.Keep([RunRecords.Stopper(run.Journal.Run, by)]);
        run.Journal.EndSteps(new AgentUpdate.StepFinished(soFar.Length == 0 ? null : soFar, StepStopped));
        run.Journal.End(RunStatus.Stopped, run.Retention, error: null);
        var said = Wording.Stopped(soFar);
        var ended = soFar.Length == 0 ? Unanswered(run, said) : Unanswered(run, Shown(run, said), new Turn(Turn.Assistant, soFar));
        return ended with { Append = [.. ended.Append, .. Withdraw(run.Approvals, TraceOf(ended))] };
    }

    /// <summary>What its user may use without asking, although it needs approval.</summary>
    internal ValueTask<IReadOnlyList<ToolGrant>> GrantsAsync(ActiveRun run, CancellationToken cancellationToken) => approvalRequests.GrantsAsync(run.Journal.Run, cancellationToken);

    /// <summary>The run waits for people; its lane is free, and each decision lets it go on.</summary>
    internal Transition Waiting(ActiveRun run, AgentUpdate.ApprovalNeeded needed)
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
                [Parts.Section(Wording.Waiting), .. RunButtons.UnderAnswer(run.Id)],
                trace));
        }

        append.AddRange(asked.SelectMany(ask => ask.Items));
        append.AddRange(EndOfSession(run, hadNotice: notice is not null, trace));
        return waiting with { Records = [.. waiting.Records, .. asked.SelectMany(ask => ask.Approval.ToRecords())], Append = append };
    }

    /// <summary>One of several things it asked for was decided; it goes on when the last one is.</summary>
    internal static Transition StillWaiting(ActiveRun run)
    {
        run.Journal.Change(Waiting);
        return run.Journal.With(ItemOutcome.Answered);
    }

    /// <summary>Waiting. Resuming does not count as a start: only failed starts do.</summary>
    private static RunRecord Waiting(RunRecord record) => record with { Status = RunStatus.Waiting, Starts = record.Starts - 1 };

    /// <summary>A failure that may pass: the item waits in its lane, and people see the wait in the run's flow.</summary>
    internal Transition Retrying(ActiveRun run, TimeSpan delay, AgentException error)
    {
        run.Journal.FailSteps(error.InnerException?.GetType().Name ?? "failed");
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
    /// Memory does not answer: the item waits in its lane, which is no failure of its own. The first time a message says so, in the
    /// place that the answer takes later.
    /// </summary>
    internal Transition WaitingForMemory(ActiveRun run, DateTimeOffset tried, TimeSpan delay, bool isFirst)
    {
        run.Journal.FailSteps("memory unreachable");
        run.Journal.Record(new RunStep
        {
            Run = run.Id,
            Number = 0,
            Kind = StepKinds.Retry,
            Name = RunMemory.WaitName,
            StartedAt = tried,
            Duration = time.GetUtcNow() - tried + delay,
            Output = "Conversation memory did not answer.",
        });
        var earlier = run.Journal.Run.Notice;
        var notice = earlier ?? ItemId.New(time);
        run.Journal.Change(record => record with { Starts = record.Starts - 1, Notice = isFirst ? notice : earlier });
        var waiting = run.Journal.With(new ItemOutcome.Retry(delay, "memory", CountsAsAttempt: false, InDoubt: true));
        if (!isFirst)
            return waiting;
        Slack.BlockKit.Block[] blocks = [Parts.Section(Wording.MemoryUnreachable), .. RunButtons.WhileAtWork(run.Id)];
        var (where, trace) = (run.Request.Conversation, TraceOf(waiting));
        var message = earlier is null
            ? messages.Post(where, run.Id, Wording.MemoryUnreachable, blocks, trace, notice)
            : messages.Update(where, run.Id, new DeliveryTarget(run.Id, notice), Wording.MemoryUnreachable, blocks, trace);
        return waiting with { Append = [.. waiting.Append, message] };
    }

    /// <summary>The process died during this run, again and again.</summary>
    internal Transition StartedTooOften(ActiveRun run, int starts)
    {
        run.Journal.End(RunStatus.Failed, run.Retention, $"Started {starts} times, never finished");
        var ended = Unanswered(run, Wording.GaveUp);
        return ended with { Outcome = new ItemOutcome.Dead("started too often"), Append = [.. ended.Append, .. Withdraw(run.Approvals, TraceOf(ended))] };
    }

    /// <summary>Its undecided approvals are withdrawn: in the lane of each, where a decision may be in progress.</summary>
    private IEnumerable<NewItem> Withdraw(IEnumerable<Approval> approvals, string? traceParent) =>
        approvals.Where(approval => approval.Status == ApprovalStatus.Pending).Select(approval => approvalRequests.Withdraw(approval, traceParent));

    /// <summary>
    /// The run can neither continue nor be tried again: its notice gives way, and its approvals are withdrawn. Its last
    /// steps are left out, since they may be what can't be stored.
    /// </summary>
    internal Transition GivenUp(ActiveRun run, Claim claim, string error)
    {
        run.Journal.End(RunStatus.Failed, run.Retention, error);
        var trace = claim.Item.TraceParent;
        return new Transition
        {
            Claim = claim,
            Outcome = new ItemOutcome.Dead(error),
            Run = run.Journal.Run,
            Merged = run.Merged,
            Turns = [new NewTurn(run.Request.Conversation.ToString(), run.Request.Asked)],
            ReplacesTurns = run.Journal.IsAgain,
            Records = [RunRecords.Stops.Remove(run.Id), RunRecords.Retry(run.Id).With(null), .. run.Journal.Unbooked()],
            Append =
            [
                .. replies.Compose(run.Request.Conversation, run.Id, Wording.After(Wording.GaveUp, run.Journal.ToolsDone), RunButtons.UnderFailure(run.Id), PlaceOf(run), trace),
                .. Withdraw(run.Approvals, trace),
                .. EndOfSession(run, run.Journal.Run.Notice is not null, trace),
            ],
        };
    }

    /// <summary>The item can be neither handled nor tried again.</summary>
    internal Transition GivenUp(Claim claim, string error)
    {
        var ends = RunItems.RunOf(claim.Item) ?? claim.Item.Id;
        var dead = new Transition
        {
            Claim = claim,
            Outcome = new ItemOutcome.Dead(error),
            EndsRun = ends,
            Records = [RunRecords.Stops.Remove(ends), RunRecords.Retry(ends).With(null)],
        };

        if (!ConversationId.TryParse(claim.Item.Lane, out var where))
            return dead;
        var mayHaveBegun = ends != claim.Item.Id || claim.Item.IsRepeated;
        var end = EndOfSession(where, ends, mayHaveBegun, claim.Item.TraceParent);

        // In a thread no one waits for an answer to what was perhaps not for the app at all.
        return claim.Item.Kind == InboundKinds.ThreadReply
            ? dead with { Append = end }
            : dead with { Append = [.. replies.Compose(where, ends, Wording.GaveUp, traceParent: claim.Item.TraceParent), .. end] };
    }

    /// <summary>Shows something in the place that the answer takes later; durable before it is shown, so that the answer finds it.</summary>
    internal async ValueTask NoticeAsync(ActiveRun run, RunNotice notice, string? traceParent, CancellationToken cancellationToken)
    {
        run.Journal.Change(record => record with { Notice = notice.Delivery });
        var message = notice switch
        {
            RunNotice.Live live => MessageComposer.Grow(run.Request.Conversation, run.Id, live.Start, traceParent),
            RunNotice.Message said => messages.Post(run.Request.Conversation, run.Id, said.Text, [.. said.Blocks], traceParent, said.Delivery),
            _ => throw new ArgumentException("A notice of another kind.", nameof(notice)),
        };
        await run.Journal.CheckpointAsync(cancellationToken, new Effects { Append = [message] });
    }

    /// <summary>Without an answer, or with a part of one: it may be asked to go on, and says what its tools have done all the same.</summary>
    private Transition Unanswered(ActiveRun run, string said, params IReadOnlyList<Turn> soFar) =>
        Ended(run, Wording.After(said, run.Journal.ToolsDone), RunButtons.UnderFailure(run.Id), [run.Request.Asked, .. soFar]).MayGoOn(run.Id);

    private Transition Ended(ActiveRun run, string reply, IReadOnlyList<Slack.BlockKit.Block> footer, params IReadOnlyList<Turn> turns)
    {
        var conversation = run.Request.Conversation.ToString();
        IReadOnlyList<Turn> remembered = turns.Count == 0 ? [] : [.. run.Earlier, .. turns];
        var transition = run.Journal.With(ItemOutcome.Answered);
        return transition with
        {
            Turns = [.. remembered.Select(turn => new NewTurn(conversation, turn))],
            Records = run.IsStoppable ? [.. transition.Records, RunRecords.Stops.Remove(run.Id)] : transition.Records,
            Append =
            [
                .. transition.Append,
                .. replies.Compose(run.Request.Conversation, run.Id, reply, footer, PlaceOf(run), TraceOf(transition), MentionsOf(run, reply), isAnswer: turns is [.., { Role: Turn.Assistant }]),
                .. EndOfSession(run, run.Journal.Run.Notice is not null, TraceOf(transition)),
            ],
        };
    }

    /// <summary>A message that grew may have made Slack show that the agent is at work, whatever was said besides.</summary>
    private IReadOnlyList<NewItem> EndOfSession(ActiveRun run, bool hadNotice, string? traceParent) =>
        EndOfSession(run.Request.Conversation, run.Id, run.HadBegun || hadNotice, traceParent);

    private IReadOnlyList<NewItem> EndOfSession(ConversationId where, ItemId run, bool mayBeShown, string? traceParent) =>
        sessions.End(where, run, mayBeShown) is { } end ? [messages.EndSession(where, run, end.NotBefore, traceParent)] : [];

    /// <summary>What is shown says what is missing; what is remembered is what the agent said.</summary>
    private static string Shown(ActiveRun run, string reply) => run.LacksContext ? $"{reply}\n\n{Wording.WithoutContext}" : reply;

    private MentionScope? MentionsOf(ActiveRun run, string reply) =>
        reply.Contains('@', StringComparison.Ordinal) ? names.Of(run.Request.User, run.Request.Content, run.Recalled) : null;

    private static DeliveryTarget? PlaceOf(ActiveRun run) =>
        run.Journal.Run.Notice is { } notice ? new DeliveryTarget(run.Id, notice) : null;

    private static string? TraceOf(Transition transition) => transition.Claim.Item.TraceParent;
}
