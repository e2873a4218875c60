namespace Holdfast.Slack.WebApi;

/// <summary>Settings of <see cref="SlackWebClient"/>.</summary>
public sealed class SlackWebClientOptions
{
    /// <summary>Where the methods are; a missing slash at the end is added. Default: <c>https://slack.com/api/</c>.</summary>
    public Uri ApiUrl { get; set; } = new("https://slack.com/api/");

    /// <summary>Time for one call, from connecting to the last byte of the answer. Default: 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for sending one file's bytes. Default: 2 min.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Time for fetching one file's bytes. Default: 1 min.</summary>
    public TimeSpan DownloadTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest <c>Retry-After</c> that is believed; a longer one counts as this. To ask once more costs nothing, and a day of silence
    /// because of one header would. Default: 5 min.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Largest answer in bytes, after decompression; a larger one is an <c>invalid_response</c>. Default: 16 MiB.</summary>
    public long MaxResponseBytes { get; set; } = 16 * 1024 * 1024;
}
