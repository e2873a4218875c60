namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>The day by which use is booked and limits renew, of which what a test counts must stand in one.</summary>
internal static class UtcDay
{
    /// <summary>More than any of the tests takes, on a machine that has other things to do.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(4);

    /// <summary>Waits for midnight, where it would come in the midst of the test.</summary>
    public static async Task LongEnoughAsync()
    {
        while (DateTime.UtcNow.Date.AddDays(1) - DateTime.UtcNow is var left && left < Enough)
            await Task.Delay(left + TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
    }
}
