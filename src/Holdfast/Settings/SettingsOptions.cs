using System.ComponentModel.DataAnnotations;

namespace Holdfast.Settings;

/// <summary>What people may set for themselves and for channels. Section <c>Settings</c>.</summary>
public sealed class SettingsOptions
{
    /// <summary>Whether a model can be chosen. Default: true.</summary>
    public bool Model { get; set; } = true;

    /// <summary>
    /// The models to choose from: names of the section <c>Models</c>, or that of <c>Agent:Model</c>; any other is forbidden. Default: those that the server asks anyway.
    /// </summary>
    public IList<string> Models { get; init; } = [];

    /// <summary>Whether people can choose how much a model thinks, where it lets itself be told. Default: true.</summary>
    public bool Effort { get; set; } = true;

    /// <summary>Whether people can choose how freely a model writes, where it lets itself be told. Default: true.</summary>
    public bool Temperature { get; set; } = true;

    /// <summary>Whether the agent writes dates and times as people are used to. Default: true.</summary>
    public bool Dates { get; set; } = true;

    /// <summary>Whether people can say in their own words how they want to be answered. Default: true.</summary>
    public bool Instructions { get; set; } = true;

    /// <summary>Whether people can have an answer shown only when it is whole. Default: true.</summary>
    public bool Streaming { get; set; } = true;

    /// <summary>Who sets what counts in a channel. Default: <c>Operators</c>.</summary>
    [EnumDataType(typeof(ChannelSetters))]
    public ChannelSetters Channels { get; set; } = ChannelSetters.Operators;
}

/// <summary>Who sets what counts in a channel.</summary>
public enum ChannelSetters
{
    /// <summary>Nobody, and what was set does not count.</summary>
    Nobody = 1,

    /// <summary>Operators.</summary>
    Operators = 2,

    /// <summary>Whoever can type a command there.</summary>
    Everyone = 3,
}
