using System.ComponentModel.DataAnnotations;

namespace Holdfast.Streams;

/// <summary>How answers are shown while they are written. Section <c>Streams</c>.</summary>
public sealed class StreamOptions
{
    /// <summary>How an answer is shown while it is written. Default: <c>Auto</c>.</summary>
    [EnumDataType(typeof(StreamMode))]
    public StreamMode Mode { get; set; } = StreamMode.Auto;
}

/// <summary>The ways to show an answer while it is written.</summary>
public enum StreamMode
{
    /// <summary>By Slack's own streams in threads, and elsewhere by changing a message.</summary>
    Auto = 1,

    /// <summary>By changing a message.</summary>
    Update = 2,

    /// <summary>Not at all: it comes when it is whole.</summary>
    Off = 3,
}
