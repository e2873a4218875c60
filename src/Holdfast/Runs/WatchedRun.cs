using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Runs;

/// <summary>A run as its observers see it.</summary>
public sealed class WatchedRun
{
    private readonly TaskCompletionSource<RunNotice> _notice = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LaneHold? _hold;

    internal WatchedRun(ItemId id, ConversationId conversation, string user, MessageContent question, bool hasNotice, LaneHold? hold) =>
        (Id, Conversation, User, Question, HasNotice, _hold) = (id, conversation, user, question, hasNotice, hold);

    /// <summary>The run.</summary>
    public ItemId Id { get; }

    /// <summary>Where.</summary>
    public ConversationId Conversation { get; }

    /// <summary>For whom.</summary>
    public string User { get; }

    /// <summary>What was asked.</summary>
    public MessageContent Question { get; }

    /// <summary>Whether a notice was shown when the agent began: after a crash, the one from before it.</summary>
    public bool HasNotice { get; }

    /// <summary>
    /// For how long the run is this worker's without another renewal. Whatever is shown outside, and takes longer than that, may come after the answer
    /// of another worker.
    /// </summary>
    public TimeSpan HeldFor => _hold?.Left ?? TimeSpan.MaxValue;

    /// <summary>The notice that an observer wants shown.</summary>
    internal Task<RunNotice> NoticeWanted => _notice.Task;

    /// <summary>
    /// Has a message posted in the place that the answer takes later. It is durable before it is said. A run has one: the first is shown, unless the
    /// answer comes before.
    /// </summary>
    /// <param name="text">What notifications show, and clients without blocks: any text.</param>
    /// <param name="blocks">What is shown.</param>
    public void ShowNotice(string text, IReadOnlyList<Block> blocks)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentNullException.ThrowIfNull(blocks);
        _notice.TrySetResult(new RunNotice(text, blocks));
    }
}

/// <summary>What stands where the answer will.</summary>
/// <param name="Text">What notifications show.</param>
/// <param name="Blocks">What is shown.</param>
internal sealed record RunNotice(string Text, IReadOnlyList<Block> Blocks);
