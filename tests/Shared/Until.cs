using System.Diagnostics;

namespace Holdfast.Testing;

/// <summary>Waits for what no event tells of, without a pause of its own: it is looked at as often as the scheduler gets round to it.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(string what, Func<bool> holds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"It never came about that {what}.");
            await Task.Yield();
        }
    }
}
