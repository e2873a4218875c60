using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>What an inbound item asks for.</summary>
/// <param name="Run">The run that is to be executed.</param>
/// <param name="Conversation">Where.</param>
/// <param name="User">For whom.</param>
/// <param name="Content">What was asked.</param>
/// <param name="Resumes">The run as it stands, for an item that lets it go on.</param>
internal sealed record RunRequest(ItemId Run, ConversationId Conversation, string User, MessageContent Content, RunRecord? Resumes = null)
{
    /// <summary>The message that it was said in; null for a run that goes on, or a question that is asked again.</summary>
    public SlackTs? Ts { get; init; }

    /// <summary>Whether it holds further messages besides that one.</summary>
    public bool IsMerged { get; init; }

    /// <summary>When it was said; null where that is not known any more.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>Who said it; null until it is known.</summary>
    public Speaker? Speaker { get; init; }

    /// <summary>Where, in words; null until it is known.</summary>
    public string? Place { get; init; }

    /// <summary>The question as it is remembered.</summary>
    public Turn Asked => new(Turn.User, Content) { Speaker = Speaker };

    /// <summary>Reads an item.</summary>
    /// <returns>The request, or why there is nothing to do.</returns>
    public static async ValueTask<(RunRequest? Request, string? Ignored)> ReadAsync(
        LaneItem item, IRunReader runs, CancellationToken cancellationToken)
    {
        if (RunItems.RunOf(item) is not { } about)
        {
            var message = InboundMessage.Read(item);
            return (new RunRequest(item.Id, message.Conversation, message.User, message.Content) { Ts = message.Ts, SaidAt = message.Ts.Time }, null);
        }

        var conversation = ConversationId.Parse(item.Lane);
        var run = await runs.GetRunAsync(about, cancellationToken);
        if (run is null)
            return (null, "the run is no longer kept");

        // A dead letter that an operator replayed starts over; whoever presses Retry wants what had no answer to go on.
        var mayGoOn = run.EndedAt is null || (item.Kind == RunItems.Retry ? run.Status != RunStatus.Completed : run.Status == RunStatus.Failed && item.InDoubt);
        return mayGoOn ? (new RunRequest(run.Id, conversation, run.User, run.Question, run) { SaidAt = run.StartedAt }, null) : (null, "the run has ended");
    }
}
