using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Workspaces;

namespace Holdfast.Deliveries;

/// <summary>A delivery while it is handled, and how an attempt at it ends: its note is written with every end, whichever it is.</summary>
/// <param name="work">The item.</param>
/// <param name="plan">What it says.</param>
/// <param name="note">What is known of its attempts.</param>
/// <param name="workspace">Its workspace.</param>
internal sealed class ActiveDelivery(LaneWork work, DeliveryPlan plan, DeliveryNote? note, WorkspaceContext workspace)
{
    private readonly DeliveryNote? _before = note;

    public LaneItem Item => work.Item;

    public Claim Claim => work.Claim;

    public DeliveryPlan Plan => plan;

    /// <summary>How Slack is called in its workspace.</summary>
    public SlackApi Slack => workspace.Slack;

    /// <summary>Who the bot is there.</summary>
    public BotIdentity Bot => workspace.Identity;

    /// <summary>Fires when the server stops: what has not begun is not begun any more.</summary>
    public CancellationToken Stopping => work.Stopping;

    /// <summary>What is known of its attempts.</summary>
    public DeliveryNote? Note { get; set; } = note;

    /// <summary>When a call of this attempt left that people may see the effect of, by Slack's clock; null while none has.</summary>
    public DateTimeOffset? Left { get; set; }

    /// <summary>How the session stands when a stream in it ends, and what has changed there by then; null where nothing is to be said.</summary>
    public (string Status, int Changes)? Session { get; set; }

    /// <summary>It is tried again, after a failure.</summary>
    public Transition Retry(TimeSpan wait, string? error, bool isInDoubt) => Again(wait, error, countsAsAttempt: true, isInDoubt);

    /// <summary>It waits, which is nobody's fault, and as much in doubt as it was.</summary>
    public Transition Wait(TimeSpan wait) => Again(wait, error: null, countsAsAttempt: false, Item.InDoubt);

    /// <summary>The doubt is settled: it is sent next. In a claim of its own, so that a crash in it leaves the item in doubt anew.</summary>
    public Transition SendNext()
    {
        Note = Note?.Settled();
        return Again(TimeSpan.Zero, error: null, countsAsAttempt: false, isInDoubt: false);
    }

    /// <summary>It comes to its end.</summary>
    public Transition End(ItemOutcome outcome) => new()
    {
        Claim = Claim,
        Outcome = outcome,
        Records = DeliveryNotes.Removal(Item),
    };

    /// <summary>Slack has it.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="ts">The message's key; empty where the call made none.</param>
    /// <param name="now">When.</param>
    public Transition Delivered(string channel, string ts, DateTimeOffset now) =>
        End(ItemOutcome.Answered) with { Delivered = new DeliveryReceipt(Item.Id, plan.Cause, channel, ts, now) };

    private Transition Again(TimeSpan wait, string? error, bool countsAsAttempt, bool isInDoubt) => new()
    {
        Claim = Claim,
        Outcome = new ItemOutcome.Retry(wait, error, countsAsAttempt, isInDoubt),
        Records = Note == _before ? [] : [DeliveryNotes.Change(Item, Note)],
    };
}
