using Holdfast.Timers.Times;

namespace Holdfast.Tests.Timers.Times;

[Trait("Req", "TM-1")]
public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    [InlineData("UTC")]
    public void Zones_are_found_by_their_names(string id)
    {
        Assert.True(TimeZones.TryFind(id, out var zone));
        Assert.Equal(id, zone.Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../../etc/passwd")]
    [InlineData("Europe")]
    [InlineData("Europe/")]
    [InlineData("Europe//Berlin")]
    [InlineData("Europe/Berlin ")]
    [InlineData("Europe/Berlin\0")]
    [InlineData("Mars/Olympus")]
    public void What_is_no_name_becomes_no_path(string? id) => Assert.False(TimeZones.TryFind(id, out _));
}
