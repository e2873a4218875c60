namespace Holdfast.Simulator.Requests;

/// <summary>The addresses on the app's page at which Slack delivers by HTTP.</summary>
/// <param name="Events">
/// The request URL of the Events API. Several stand for one name with a load balancer behind it: each request goes to the next, and past one that nobody
/// listens at.
/// </param>
public sealed record RequestUrls(params IReadOnlyList<Uri> Events)
{
    /// <summary>Where clicks and submitted views go, and what is asked for in menus. Default: as events.</summary>
    public IReadOnlyList<Uri>? Interactivity { get; init; }

    /// <summary>Where slash commands go. Default: as events.</summary>
    public IReadOnlyList<Uri>? Commands { get; init; }
}
