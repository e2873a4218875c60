using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Interactions;

/// <summary>
/// What a user who may do it wants done with a thing: the click has been checked in a lane of its own, and this goes into the lane of the
/// thing, where it is decided once. A user who may not decide never gets here, however often they click.
/// </summary>
internal sealed record Decision
{
    /// <summary>The thing.</summary>
    public required ItemId About { get; init; }

    /// <summary>The action of the button.</summary>
    public required string Action { get; init; }

    /// <summary>Who wants it, and where they look for an answer.</summary>
    public required Addressee By { get; init; }

    /// <summary>The message with the button; null in a view.</summary>
    public string? Message { get; init; }

    /// <summary>When the click came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What a click wants.</summary>
    /// <param name="click">The click, of a user who may.</param>
    /// <param name="about">The thing.</param>
    public static Decision Of(Interaction click, ItemId about) => new()
    {
        About = about,
        Action = click.ActionId,

        // Where there is a button the app can write, so the address that is a secret need not be kept for longer than the click.
        By = click.Addressee with { ResponseUrl = null },
        Message = click.Message?.Value,
        At = click.ArrivedAt,
    };

    /// <summary>The decision as an item, for the transition that ends the click.</summary>
    /// <param name="kind">One of <see cref="InteractionKinds"/>.</param>
    /// <param name="lane">The lane of the thing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="click">The click.</param>
    public NewItem ToItem(string kind, string lane, TimeProvider time, Interaction click) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = lane,
        Kind = kind,
        Owner = Owners.Of(By.Team.Value, By.User.Value),
        Payload = JsonSerializer.SerializeToUtf8Bytes(this, InteractionJson.Default.Decision),
        TraceParent = click.Item.TraceParent,
    };

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    public static Decision Read(LaneItem item) =>
        JsonSerializer.Deserialize(item.Payload.Span, InteractionJson.Default.Decision) ?? throw new JsonException("The decision is empty.");

    /// <summary>The end of it with nothing done; who wanted it reads why.</summary>
    /// <param name="work">The item.</param>
    /// <param name="text">What they read: mrkdwn, foreign parts escaped.</param>
    /// <param name="reason">Why, for counters; from a small set.</param>
    /// <param name="time">The clock.</param>
    public Transition Refused(LaneWork work, string text, string reason, TimeProvider time) => new()
    {
        Claim = work.Claim,
        Outcome = ItemOutcome.Ignored(reason),
        Append = [new Answer(By, text).ToItem(time, work.Item)],
    };
}
