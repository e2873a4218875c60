namespace Holdfast.Settings.Forms;

/// <summary>What the buttons, views and fields of settings are called. Homes in Slack carry these for ever: never rename one.</summary>
public static class SettingsActions
{
    /// <summary>The button that opens a person's own settings.</summary>
    public const string Open = "settings.open";

    /// <summary>The callback id of the view with a person's own settings.</summary>
    public const string OwnView = "settings.own";

    /// <summary>The callback id of the view with a channel's settings.</summary>
    public const string ChannelView = "settings.channel";

    /// <summary>The model: the block and its field.</summary>
    public const string Model = "settings.model";

    /// <summary>How much the model thinks: the block and its field.</summary>
    public const string Effort = "settings.effort";

    /// <summary>How freely the model writes: the block and its field.</summary>
    public const string Temperature = "settings.temperature";

    /// <summary>How dates and times are written: the block and its field.</summary>
    public const string Dates = "settings.dates";

    /// <summary>The instructions: the block and its field.</summary>
    public const string Instructions = "settings.instructions";

    /// <summary>How an answer is shown: the block and its field.</summary>
    public const string Streaming = "settings.streaming";

    /// <summary>How long runs are kept: the block and its field.</summary>
    public const string Retention = "settings.retention";
}
