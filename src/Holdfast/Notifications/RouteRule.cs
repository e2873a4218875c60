using Holdfast.Composition;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications;

/// <summary>Finds channels in routes that do not exist: what goes there would go nowhere.</summary>
internal sealed class RouteRule(IOptions<NotificationOptions> options, IEnumerable<ChannelName> channels) : IConfigurationRule
{
    private readonly List<string> _known = [.. channels.Select(channel => channel.Value)];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Sections => ["Notifications"];

    /// <inheritdoc/>
    public IEnumerable<ConfigurationProblem> Problems() =>
    [
        .. ProblemsOf(nameof(NotificationOptions.TimerRoute), options.Value.TimerRoute),
        .. ProblemsOf(nameof(NotificationOptions.HeartbeatRoute), options.Value.HeartbeatRoute),
        .. ProblemsOf(nameof(NotificationOptions.AlertRoute), options.Value.AlertRoute),
    ];

    private IEnumerable<ConfigurationProblem> ProblemsOf(string member, IEnumerable<string> route) =>
        route.Except(_known).Select(name => new ConfigurationProblem(
            $"Notifications:{member}", $"Notifications:{member} cannot hold '{name}': the channels are {string.Join(", ", _known)}."));
}
