using Holdfast.Notifications;
using Holdfast.Workers;
using Holdfast.Workspaces;

namespace Holdfast.Server.Configuration;

/// <summary>
/// Finds a lease that is too short for the calls that are made under it: none of them would ever begin, since each may last longer than
/// its hold.
/// </summary>
internal static class LeaseCheck
{
    private const string Key = "Workers:Lease";

    /// <summary>Notes what is wrong.</summary>
    /// <param name="configuration">A configuration whose values can be read.</param>
    /// <param name="problems">Takes it.</param>
    public static void Run(IConfiguration configuration, ProblemList problems)
    {
        var lease = (configuration.GetSection("Workers").Get<WorkerOptions>() ?? new WorkerOptions()).Lease;
        var slack = configuration.GetSection("Slack").Get<SlackOptions>() ?? new SlackOptions();
        var notifications = configuration.GetSection("Notifications").Get<NotificationOptions>() ?? new NotificationOptions();
        Check("Slack:RequestTimeout", slack.RequestTimeout);
        if (notifications.WebhookUrl is not null)
            Check("Notifications:WebhookTimeout", notifications.WebhookTimeout);

        void Check(string key, TimeSpan call)
        {
            var least = WorkerOptions.LeastLeaseFor(call);
            if (lease < least)
                problems.Add(configuration[Key] is null ? key : Key, $"{Key} ({lease:c}) is too short for {key} ({call:c}): set it to {least:c} or more, or {key} lower.");
        }
    }
}
