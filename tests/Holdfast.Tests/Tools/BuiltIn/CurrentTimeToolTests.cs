using System.Text.Json;
using Holdfast.Testing;
using Holdfast.Tools;
using Holdfast.Tools.BuiltIn;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Tools.BuiltIn;

[Trait("Req", "AS-15")]
public sealed class CurrentTimeToolTests
{
    private readonly CurrentTimeTool _tool = new(new FakeClock());

    [Theory]
    [InlineData("{}", "Sunday, 2026-11-22 12:00:00+00:00 (UTC)")]
    [InlineData("""{"zone":null}""", "Sunday, 2026-11-22 12:00:00+00:00 (UTC)")]
    [InlineData("""{"zone":"UTC"}""", "Sunday, 2026-11-22 12:00:00+00:00 (UTC)")]
    [InlineData("""{"zone":"Europe/Berlin"}""", "Sunday, 2026-11-22 13:00:00+01:00 (Europe/Berlin)")]
    [InlineData("""{"zone":"Pacific/Kiritimati"}""", "Monday, 2026-11-23 02:00:00+14:00 (Pacific/Kiritimati)")]
    [InlineData("""{"zone":"Etc/GMT+5"}""", "Sunday, 2026-11-22 07:00:00-05:00 (Etc/GMT+5)")]
    public async Task It_tells_weekday_date_time_and_offset_in_the_zone(string arguments, string told)
    {
        var call = JsonElement.Parse(arguments);
        Assert.IsType<ToolReview.Accepted>(_tool.Review(call));
        Assert.Equal(told, (await _tool.RunAsync(new ToolCall("1.a", call, Turn: null!, ApprovedBy: null), CancellationToken.None)).Text);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("\"Mars/Olympus\"")]
    [InlineData("\"../../etc/passwd\"")]
    [InlineData("\"/etc/passwd\"")]
    [InlineData("\"Europe\"")]
    [InlineData("\"Europe/Berlin\\u0000\"")]
    [InlineData("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    [InlineData("5")]
    [InlineData("[]")]
    public void What_is_no_zone_is_refused_with_an_example(string zone) => Assert.Equal(
        new ToolReview.Refused("The zone must be the name of an IANA time zone, for instance Europe/Berlin, or be left out."),
        _tool.Review(JsonElement.Parse($$"""{"zone":{{zone}}}""")));

    [Fact]
    public void The_operator_may_switch_it_off_or_ask_for_approval()
    {
        var asks = Box(ToolPolicy.Approve).Review("current_time", JsonElement.Parse("{}"));
        Assert.Equal(new ToolReview.Accepted("Tell the time in UTC"), asks);
        Assert.Empty(Box(ToolPolicy.Off).Offered);
        Assert.IsType<ToolReview.Refused>(Box(ToolPolicy.Off).Review("current_time", JsonElement.Parse("{}")));
    }

    private ToolSet Box(ToolPolicy policy) => new([_tool], new ToolOptions { Policies = { ["current_time"] = policy } });
}
