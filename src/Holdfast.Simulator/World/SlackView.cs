namespace Holdfast.Simulator.World;

/// <summary>One version of a modal or home view; an update is a new instance under the same id.</summary>
/// <param name="Id">Such as <c>V0…</c>.</param>
/// <param name="Json">The view as the app sent it, with the ids that Slack gives to blocks and elements without one.</param>
/// <param name="Hash">Changes with each update.</param>
/// <param name="Kind">How it came about: <c>open</c>, <c>push</c> or <c>publish</c>.</param>
/// <param name="User">The only person who sees it.</param>
public sealed record SlackView(string Id, string Json, string Hash, string Kind, string User)
{
    /// <summary>The view at the bottom of its stack.</summary>
    public required string RootId { get; init; }

    /// <summary>The view it was pushed upon.</summary>
    public string? PreviousId { get; init; }

    /// <summary>The app's own id for it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The app's own name for its kind (<c>callback_id</c>).</summary>
    public string? CallbackId { get; init; }

    /// <summary>The text in the title bar; null for a home view.</summary>
    public string? Title { get; init; }

    /// <summary>What the app keeps in it (<c>private_metadata</c>).</summary>
    public string? PrivateMetadata { get; init; }

    /// <summary>When the first version was shown.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When this version was shown.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>1 for the first version, one more with each update.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Whether the person still has it before them, be it beneath other views.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>What the app found wrong with the latest submission: block id to text.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>What the person has entered so far: <c>state.values</c> as JSON text.</summary>
    public string Values { get; init; } = "{}";
}
