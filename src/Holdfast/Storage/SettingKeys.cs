using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>The names under which settings are kept.</summary>
public static class SettingKeys
{
    /// <summary>Who paused the agent, and when; not there while it works.</summary>
    public const string Pause = "pause";

    /// <summary>That Slack took the app's rights away, and when; not there while it has them.</summary>
    public const string Revoked = "revoked";

    /// <summary>How long a user's runs are kept.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    public static string Retention(string team, string user) => $"retention/{team}/{user}";

    /// <summary>What <see cref="Stop"/> begins with.</summary>
    public const string StopPrefix = "stop/";

    /// <summary>What <see cref="Cancel"/> begins with.</summary>
    public const string CancelPrefix = "cancel/";

    /// <summary>Who asked that a run be stopped; taken away with the run's end.</summary>
    /// <param name="run">The run.</param>
    public static string Stop(ItemId run) => $"{StopPrefix}{run}";

    /// <summary>That the question of a run which had no answer was asked again, and by whom; swept with the run.</summary>
    /// <param name="run">The run that had no answer.</param>
    public static string Retry(ItemId run) => $"{RetryPrefix}{run}";

    /// <summary>What <see cref="Retry"/> begins with.</summary>
    public const string RetryPrefix = "retry/";

    /// <summary>What is known of a delivery's attempts; taken away with the delivery's end.</summary>
    /// <param name="delivery">The delivery.</param>
    public static string Delivery(ItemId delivery) => $"delivery/{delivery}";

    /// <summary>Who asked that a job be cancelled; taken away with the job's end.</summary>
    /// <param name="job">The job.</param>
    public static string Cancel(ItemId job) => $"{CancelPrefix}{job}";
}
