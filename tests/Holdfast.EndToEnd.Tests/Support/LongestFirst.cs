using Xunit.Sdk;
using Xunit.v3;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// Has the classes begin first that take the longest, each of which is worked off test by test: one that begins last is waited for alone, which was
/// two of eight minutes.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>By what they took, from a minute up.</summary>
    private static readonly Type[] Longest =
    [
        typeof(DeliveryTests), typeof(TimerTests), typeof(RunControlTests), typeof(StreamTests), typeof(DatabaseFaultTests), typeof(SessionTests),
        typeof(ClickTests), typeof(WorkerTests), typeof(ApprovalTests), typeof(ResponsesTests), typeof(TimeZoneTests), typeof(FrozenWorkerTests),
        typeof(RedisTests), typeof(DoubtTests), typeof(SampleTests),
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
