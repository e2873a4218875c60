using System.Diagnostics;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Awaits what nothing announces: the state of another process. The only place that asks again and again.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Some tests wait for seconds, five of them at once: looking every 20 ms all the while they took a part of the processor from what they waited for.</summary>
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The first value that <paramref name="isRight"/> accepts.</summary>
    /// <exception cref="TimeoutException">None came in time; the message says what was expected and what was there last.</exception>
    public static async Task<T> SeeAsync<T>(string what, Func<Task<T>> look, Func<T, bool> isRight, TimeSpan? timeout = null)
    {
        var patience = timeout ?? Patience;
        var since = Stopwatch.GetTimestamp();
        for (var interval = FirstInterval; ; interval = interval < LongestInterval ? interval * 1.2 : interval)
        {
            var seen = await look();
            if (isRight(seen)) return seen;
            if (Stopwatch.GetElapsedTime(since) > patience)
                throw new TimeoutException($"Expected within {patience.TotalSeconds:0.#} s: {what}. Seen last: {seen}");
            await Task.Delay(interval);
        }
    }

    public static Task SeeAsync(string what, Func<bool> isSo, Func<string>? actual = null, TimeSpan? timeout = null) =>
        SeeAsync(what, () => Task.FromResult((IsSo: isSo(), Actual: actual?.Invoke() ?? "not so")), seen => seen.IsSo, timeout);
}
