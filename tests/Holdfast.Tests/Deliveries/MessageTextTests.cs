using Holdfast.Text;

namespace Holdfast.Tests.Deliveries;

[Trait("Req", "AS-8")]
public sealed class MessageTextTests
{
    [Theory]
    [Trait("Req", "RS-5")]
    [InlineData("&lt;")]
    [InlineData("&amp;x")]
    [InlineData("<@U0ADA>")]
    [InlineData("😀")]
    [InlineData("a")]
    public void What_takes_another_messages_place_is_cut_to_what_an_update_takes_and_not_within_an_entity_or_a_tag(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 4_001));
        var cut = MessageText.Cut(text);
        Assert.InRange(cut.Length, 3_990, 4_000);
        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.Equal(0, (cut.Length - 1) % unit.Length % (unit == "&amp;x" ? 5 : unit.Length));
        Assert.Equal("short", MessageText.Cut("short"));
    }
}
