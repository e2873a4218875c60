using System.Globalization;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.World;

[Trait("Req", "TM-1")]
[Trait("Req", "XP-1")]
public sealed class TimeZoneTests : InteractiveTest
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-11-22", 3_600)]
    [InlineData("Europe/Berlin", "2027-07-01", 7_200)]
    [InlineData("America/St_Johns", "2026-11-22", -12_600)]
    [InlineData("Asia/Kathmandu", "2027-07-01", 20_700)]
    [InlineData("UTC", "2027-07-01", 0)]
    public async Task A_persons_offset_is_right_for_the_moment(string zone, string day, int seconds)
    {
        Simulator.World.SetTimeZone(Ada, zone);
        Clock.Advance(DateTimeOffset.Parse(day + "T12:00:00Z", CultureInfo.InvariantCulture) - Clock.GetUtcNow());

        var user = await InfoAsync(Ada);

        Assert.Equal((zone, seconds), (user.Text("tz"), user.GetProperty("tz_offset").GetInt32()));
        Assert.NotEmpty(user.Text("tz_label"));
    }

    [Fact]
    public async Task The_label_tells_summer_from_winter()
    {
        var winter = (await InfoAsync(Ada)).Text("tz_label");
        Clock.Advance(TimeSpan.FromDays(200));

        Assert.NotEqual(winter, (await InfoAsync(Ada)).Text("tz_label"));
    }

    [Fact]
    public async Task Each_person_has_a_zone_of_their_own_and_some_accounts_have_none()
    {
        Simulator.World.SetTimeZone(Ada, "Pacific/Auckland");
        Simulator.World.SetTimeZone(Grace, zone: null);

        var grace = await InfoAsync(Grace);
        var members = (await Api.FormAsync("users.list")).GetProperty("members").EnumerateArray().ToDictionary(user => user.Text("id"));

        Assert.All((string[])["tz", "tz_label", "tz_offset"], name => Assert.False(grace.TryGetProperty(name, out _), name));
        Assert.False(members[Grace].TryGetProperty("tz", out _));
        Assert.Equal("Pacific/Auckland", members[Ada].Text("tz"));
        Assert.Equal("Europe/London", members["U0LINUS"].Text("tz"));
        Assert.Equal(("Pacific/Auckland", null), (Simulator.World.Ada.TimeZone, Simulator.World.Grace.TimeZone));
    }

    [Theory]
    [InlineData("Mars/Base")]
    [InlineData("")]
    [InlineData("posixrules")]
    [InlineData("posix/Europe/London")]
    [InlineData("../../etc/passwd")]
    public void A_zone_that_does_not_exist_is_refused(string zone)
    {
        Assert.Throws<ArgumentException>(() => Simulator.World.SetTimeZone(Ada, zone));
        Assert.Throws<ArgumentException>(() => Simulator.World.AddUser(new SlackUser("U0NEW", "new", "New") { TimeZone = zone }));
        Assert.Throws<ArgumentException>(() => Simulator.World.SetTimeZone("U0NOBODY", "UTC"));
        Assert.Equal("Europe/London", Simulator.World.Ada.TimeZone);
        Assert.DoesNotContain(Simulator.World.Users, user => user.Id == "U0NEW");
    }

    private async Task<JsonElement> InfoAsync(string user) => (await Api.FormAsync("users.info", ("user", user))).GetProperty("user");
}
