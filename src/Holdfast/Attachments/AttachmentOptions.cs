using System.ComponentModel.DataAnnotations;

namespace Holdfast.Attachments;

/// <summary>What the agent reads of the files that come with messages. Section <c>Attachments</c>.</summary>
public sealed class AttachmentOptions
{
    /// <summary>The most files that one run fetches and reads; zero: none are read, and the agent knows them by name alone. Default: 10.</summary>
    [Range(0, 100)]
    public int MaxFiles { get; set; } = 10;

    /// <summary>The largest file that is fetched, in bytes. Default: 20,971,520 (20 MB).</summary>
    [Range(1_024, 1_073_741_824)]
    public int MaxFileBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>The most characters of a file that are kept and put before the model. Default: 200,000.</summary>
    [Range(1_000, 2_000_000)]
    public int MaxCharacters { get; set; } = 200_000;

    /// <summary>The most pictures that are put before the model at once, the newest of the conversation first; zero: none are. Default: 8.</summary>
    [Range(0, 100)]
    public int MaxPictures { get; set; } = 8;
}
