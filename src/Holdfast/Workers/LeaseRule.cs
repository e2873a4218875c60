using Holdfast.Composition;
using Holdfast.Notifications;
using Holdfast.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Workers;

/// <summary>
/// Finds a lease that is too short for the calls that are made under it: none of them would ever begin, since each may last longer than
/// its hold.
/// </summary>
internal sealed class LeaseRule(
    IConfiguration configuration, IOptions<WorkerOptions> workers, IOptions<SlackOptions> slack, IOptions<NotificationOptions> notifications) : IConfigurationRule
{
    private const string Key = "Workers:Lease";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Sections => ["Workers", "Slack", "Notifications"];

    /// <inheritdoc/>
    public IEnumerable<ConfigurationProblem> Problems() =>
    [
        .. ProblemsOf("Slack:RequestTimeout", slack.Value.RequestTimeout),
        .. notifications.Value.WebhookUrl is null ? [] : ProblemsOf("Notifications:WebhookTimeout", notifications.Value.WebhookTimeout),
    ];

    private IEnumerable<ConfigurationProblem> ProblemsOf(string key, TimeSpan call)
    {
        var (lease, least) = (workers.Value.Lease, WorkerOptions.LeastLeaseFor(call));
        if (lease < least)
            yield return new ConfigurationProblem(
                configuration[Key] is null ? key : Key, $"{Key} ({lease:c}) is too short for {key} ({call:c}): set it to {least:c} or more, or {key} lower.");
    }
}
