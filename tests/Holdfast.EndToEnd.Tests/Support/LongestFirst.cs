using Xunit.Sdk;
using Xunit.v3;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// Has the classes begin first that take the longest, each of which is worked off test by test: one that begins last is waited for alone, which was
/// two of eight minutes.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>By what they took, the longest first, down to half a minute.</summary>
    private static readonly Type[] Longest =
    [
        typeof(DeliveryTests), typeof(TimerTests), typeof(WorkerTests), typeof(StreamTests), typeof(JobTests), typeof(ModelErrorTests),
        typeof(TimeZoneTests), typeof(ModelEndpointTests), typeof(DoubtTests), typeof(ModelFallbackTests), typeof(RunControlTests), typeof(DatabaseFaultTests),
        typeof(SessionTests), typeof(ConnectionTests), typeof(RedisTests), typeof(DoctorTests), typeof(FrozenWorkerTests), typeof(NotificationTests),
        typeof(BrowserTests), typeof(KillTests), typeof(MemoryTests), typeof(SilentSlackTests),
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
