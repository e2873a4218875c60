using Xunit.Sdk;
using Xunit.v3;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// Has the classes begin first that take the longest, each of which is worked off test by test: one that begins last is waited for alone, which was
/// two of eight minutes.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>By what they took, the longest first, down to a minute.</summary>
    private static readonly Type[] Longest =
    [
        typeof(DeliveryTests), typeof(KillTests), typeof(BackfillTests), typeof(ImageTests), typeof(McpTests), typeof(TimerTests), typeof(WorkerTests),
        typeof(DatabaseFaultTests), typeof(StreamTests), typeof(CommandLineTests), typeof(SessionTests), typeof(RunControlTests), typeof(DoubtTests),
        typeof(UsageTests), typeof(RedisTests), typeof(FrozenWorkerTests), typeof(BrowserTests), typeof(ApproverTests), typeof(ResponsesTests),
        typeof(TimeZoneTests), typeof(JobTests), typeof(ApprovalTests), typeof(ConnectionTests), typeof(AnthropicTests), typeof(SampleTests),
        typeof(SettingsTests), typeof(ClickTests), typeof(AttachmentTests), typeof(ViewFlowTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(PlaceOf)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Longest, type => collection.TestCollectionDisplayName.Contains($"{type.FullName} ", StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
