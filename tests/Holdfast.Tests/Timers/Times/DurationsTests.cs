using System.Globalization;
using Holdfast.Timers.Times;

namespace Holdfast.Tests.Timers.Times;

[Trait("Req", "TM-1")]
public sealed class DurationsTests
{
    [Theory]
    [InlineData("00:00:00", "0 s")]
    [InlineData("-00:00:10", "0 s")]
    [InlineData("00:00:00.4", "0 s")]
    [InlineData("00:00:59.7", "1 min")]
    [InlineData("00:00:10", "10 s")]
    [InlineData("02:30:00", "2 h 30 min")]
    [InlineData("02:30:59", "2 h 30 min")]
    [InlineData("1.00:00:30", "1 day")]
    [InlineData("3.02:00:00", "3 days 2 h")]
    [InlineData("1830.00:00:00", "1830 days")]
    public void Durations_are_said_in_their_two_largest_units(string span, string said) =>
        Assert.Equal(said, Durations.Say(TimeSpan.Parse(span, CultureInfo.InvariantCulture)));
}
