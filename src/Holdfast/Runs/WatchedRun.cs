using Holdfast.Answers.Mentions;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Runs;

/// <summary>A run as its observers see it.</summary>
public sealed class WatchedRun
{
    private readonly TaskCompletionSource<RunNotice> _notice = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly LaneHold? _hold;

    private readonly TimeProvider _time;

    internal WatchedRun(
        ItemId id, ConversationId conversation, string user, MessageContent question, ItemId? notice, LaneHold? hold, Func<MentionScope> mentions, TimeProvider time)
    {
        (Id, Conversation, User, Question) = (id, conversation, user, question);
        (NoticeId, HasNotice, MayStream) = (notice, notice is not null, notice is not null);
        (_hold, Mentions, _time) = (hold, mentions, time);
    }

    /// <summary>The run.</summary>
    public ItemId Id { get; }

    /// <summary>Where.</summary>
    public ConversationId Conversation { get; }

    /// <summary>For whom.</summary>
    public string User { get; }

    /// <summary>What was asked.</summary>
    public MessageContent Question { get; }

    /// <summary>Whether its person wants to see the answer while it is written.</summary>
    public bool IsShownAsWritten { get; init; } = true;

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
        Show(new RunNotice.Message(ItemId.New(_time), text, blocks));
    }

    /// <summary>Has a message posted that grows, in the place that the answer takes later.</summary>
    /// <returns>False when there is another notice already.</returns>
    internal bool ShowLive(LiveStart start) => Show(new RunNotice.Live(start));

    /// <summary>The delivery of what stands, or is about to stand, where the answer will; null for none.</summary>
    internal ItemId? NoticeId { get; private set; }

    /// <summary>Whether what stands there may be a stream of Slack's: of a notice from before a crash nobody knows.</summary>
    internal bool MayStream { get; private set; }

    /// <summary>Whom its answer may mention.</summary>
    internal Func<MentionScope> Mentions { get; }

    private bool Show(RunNotice notice)
    {
        lock (_lock)
        {
            if (NoticeId is not null)
                return false;
            (NoticeId, MayStream) = (notice.Delivery, notice is RunNotice.Live);
        }

        _notice.SetResult(notice);
        return true;
    }
}

/// <summary>What stands where the answer will.</summary>
/// <param name="Delivery">The delivery that posts it.</param>
internal abstract record RunNotice(ItemId Delivery)
{
    /// <summary>Words of our own.</summary>
    /// <param name="Delivery">The delivery that posts it.</param>
    /// <param name="Text">What notifications show.</param>
    /// <param name="Blocks">What is shown.</param>
    public sealed record Message(ItemId Delivery, string Text, IReadOnlyList<Block> Blocks) : RunNotice(Delivery);

    /// <summary>What there is of the answer.</summary>
    /// <param name="Start">What it begins with.</param>
    public sealed record Live(LiveStart Start) : RunNotice(Start.Delivery);
}
