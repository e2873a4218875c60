using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>The image model of the simulated provider: what it was asked, and how it behaves. It is as slow as its provider, and stalls with it.</summary>
public sealed partial class ImageProvider
{
    private const int MaxRemembered = 100;
    private readonly RememberedCalls<ImageRequest> _calls = new(MaxRemembered, static _ => 0, mostTogether: 0);
    private readonly AskedFailures _failures = new();

    internal ImageProvider()
    {
    }

    /// <summary>Answers instead of the script; null for the script. <see cref="Script"/> can be called from it.</summary>
    public Func<ImageRequest, CancellationToken, ValueTask<ImageReply>>? Responder { get; set; }

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<ImageRequest> Recent => _calls.Recent;

    /// <summary>
    /// What the prompt makes it do: it draws, unless the prompt begins with <c>stall</c>, <c>slow 8</c>, <c>fail 500</c>, <c>fail 429 2</c>
    /// (twice, and then it draws) or <c>fail moderation</c>.
    /// </summary>
    public ImageReply Script(ImageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var match = Command().Match(request.Prompt);
        if (!match.Success) return new ImageReply();
        var argument = match.Groups["argument"].Value;
        return match.Groups["command"].Value.ToLowerInvariant() switch
        {
            "stall" => new ImageReply { IsStalled = true },
            "slow" when int.TryParse(argument, out var seconds) => new ImageReply { Delay = TimeSpan.FromSeconds(seconds) },
            "fail" when match.Groups["times"] is { Success: true } times && _failures.Count(request.Prompt) > int.Parse(times.Value) => new ImageReply(),
            "fail" when argument == "moderation" => ImageReply.Blocked(),
            "fail" when int.TryParse(argument, out var status) && status is >= 400 and < 600 => ImageReply.Failure(status),
            _ => new ImageReply(),
        };
    }

    /// <summary>Awaits a call, past or future, that <paramref name="predicate"/> accepts.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/> (default 60 s).</exception>
    public Task<ImageRequest> WaitForCallAsync(Func<ImageRequest, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _calls.WaitAsync(predicate, timeout, static () => "a matching call of the image model.", cancellationToken);

    internal ValueTask<ImageReply> AnswerAsync(ImageRequest request, CancellationToken cancellationToken) =>
        Responder is { } responder ? responder(request, cancellationToken) : ValueTask.FromResult(Script(request));

    internal void Remember(ImageRequest request) => _calls.Add(request);

    [GeneratedRegex(@"^(?<command>stall|slow|fail)\b(\s+(?<argument>[0-9]{1,3}|moderation)\b)?(\s+(?<times>[0-9]{1,2})\b)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();
}
