using Holdfast.Text;

namespace Holdfast.Tests.Text;

[Trait("Req", "VF-1")]
public sealed class QuantitiesTests
{
    [Theory]
    [InlineData(-5, "0 ms")]
    [InlineData(0, "0 ms")]
    [InlineData(0.0004, "under 1 ms")]
    [InlineData(0.532, "532 ms")]
    [InlineData(0.9994, "999 ms")]
    [InlineData(0.9996, "1.0 s")]
    [InlineData(12.44, "12.4 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(59.96, "1 min")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(3_599.9, "60 min")]
    [InlineData(7_805, "2 h 10 min")]
    [InlineData(86_400, "1 day")]
    [InlineData(356_400, "4 days 3 h")]
    public void A_duration_reads_well(double seconds, string text) => Assert.Equal(text, Quantities.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void No_duration_is_too_long_or_too_short_to_be_told()
    {
        Assert.Equal("0 ms", Quantities.Duration(TimeSpan.MinValue));
        Assert.NotEmpty(Quantities.Duration(TimeSpan.MaxValue));
        Assert.NotEmpty(Quantities.Choice(TimeSpan.MaxValue));
        Assert.Equal("+0 s", Quantities.Offset(TimeSpan.MinValue));
    }

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(7, "under $0.0001")]
    [InlineData(12_300, "$0.0123")]
    [InlineData(1_234_567_800, "$1,234.5678")]
    public void A_cost_reads_well(long micros, string text) => Assert.Equal(text, Quantities.Cost(micros));

    [Theory]
    [InlineData(1, "1 hour")]
    [InlineData(24, "24 hours")]
    [InlineData(168, "7 days")]
    [InlineData(720, "30 days")]
    [InlineData(0.5, "30 min")]
    public void A_choice_reads_well(double hours, string text) => Assert.Equal(text, Quantities.Choice(TimeSpan.FromHours(hours)));
}
