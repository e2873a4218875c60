using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Control;

/// <summary>Zones, homes, clocks and webhooks, driven as the page and other languages drive them.</summary>
[Trait("Req", "XP-1")]
public sealed class OutsideControlTests : InteractiveTest
{
    private static readonly HttpClient Http = new();

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task A_persons_zone_is_set_and_taken_away_and_an_unknown_one_refused_with_a_reason()
    {
        Assert.Equal("Asia/Tokyo", (await PostAsync("users/time_zone", """{"user":"U0GRACE","time_zone":"Asia/Tokyo"}""")).Text("time_zone"));
        var refused = await PostAsync("users/time_zone", """{"user":"U0GRACE","time_zone":"Mars/Base"}""", HttpStatusCode.BadRequest);
        Assert.Equal("There is no time zone 'Mars/Base'; it must be an IANA name such as Europe/London.", refused.Error());
        await PostAsync("users/time_zone", """{"user":"U0GRACE"}""", HttpStatusCode.BadRequest);
        await PostAsync("users/time_zone", """{"user":"U0GRACE","time_zone":5}""", HttpStatusCode.BadRequest);
        await PostAsync("users/time_zone", """{"user":"U0NOBODY","time_zone":"UTC"}""", HttpStatusCode.BadRequest);
        Assert.Equal("Asia/Tokyo", Simulator.World.Grace.TimeZone);

        await PostAsync("users/time_zone", """{"time_zone":null}""");
        Assert.Null(Simulator.World.Ada.TimeZone);
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task A_new_person_comes_with_a_zone_or_with_none()
    {
        await PostAsync("users", """{"id":"U0ONE","name":"one","time_zone":"America/New_York"}""");
        await PostAsync("users", """{"id":"U0TWO","name":"two","time_zone":null}""");
        await PostAsync("users", """{"id":"U0THREE","name":"three"}""");
        await PostAsync("users", """{"id":"U0FOUR","name":"four","time_zone":"Nowhere"}""", HttpStatusCode.BadRequest);

        var zones = Simulator.World.Users.ToDictionary(user => user.Id, user => user.TimeZone);
        Assert.Equal(("America/New_York", null, "Europe/London"), (zones["U0ONE"], zones["U0TWO"], zones["U0THREE"]));
        Assert.False(zones.ContainsKey("U0FOUR"));
    }

    [Fact]
    [Trait("Req", "AS-13")]
    public async Task A_home_is_opened_read_and_clicked_in()
    {
        Assert.False((await PostAsync("home/open", """{"user":"U0ADA"}""")).TryGetProperty("view", out _));
        Assert.Equal("home", (await AckNextAsync()).GetProperty("payload").GetProperty("event").Text("tab"));
        await Api.FormAsync("views.publish", ("user_id", Ada), ("view", $$"""{"type":"home","blocks":[{{Actions(Button("go", "1"))}}]}"""));

        var view = (await GetAsync("home?user=U0ADA")).GetProperty("view");
        Assert.False((await GetAsync("home?user=U0GRACE")).TryGetProperty("view", out _));
        var clicking = PostAsync("views/clicks", $$"""{"user":"U0ADA","view":"{{view.Text("id")}}","action_id":"go"}""");
        Assert.Equal("view", (await AckNextAsync()).GetProperty("payload").GetProperty("container").Text("type"));
        Assert.Equal("Acknowledged", (await clicking).GetProperty("outcome").Text("end"));

        await PostAsync("home/open", """{"tab":"messages"}""");
        Assert.Equal("messages", (await AckNextAsync()).GetProperty("payload").GetProperty("event").Text("tab"));
        await PostAsync("home/open", """{"tab":"about"}""", HttpStatusCode.BadRequest);
        await PostAsync("home/open", """{"user":"U0NOBODY"}""", HttpStatusCode.BadRequest);
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task Slacks_clock_is_set_ahead_and_the_state_says_so()
    {
        var set = await PostAsync("clock", """{"offset_ms":-90000}""");

        Assert.Equal(Clock.GetUtcNow() - TimeSpan.FromSeconds(90), set.GetProperty("now").GetDateTimeOffset());
        Assert.Equal(-90_000, (await GetAsync("state")).GetProperty("clock_offset_ms").GetDouble());
        Assert.Equal(-90_000, (await GetAsync("clock")).GetProperty("offset_ms").GetDouble());
        await PostAsync("clock", """{"offset_ms":1e300}""", HttpStatusCode.BadRequest);
        await PostAsync("clock", "{}", HttpStatusCode.BadRequest);
        Assert.Equal(TimeSpan.FromSeconds(-90), Simulator.Clock.Offset);
    }

    [Fact]
    [Trait("Req", "TM-5")]
    public async Task Webhooks_are_listed_and_given_secrets()
    {
        await PostAsync("webhooks/secret", """{"name":"hook","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}""");
        await PostAsync("webhooks/secret", """{"name":"hook","secret":"open sesame"}""", HttpStatusCode.BadRequest);
        foreach (var name in (string[])["hook", "other", "hook"])
        {
            using var answer = await Http.PostAsync(Simulator.WebhookUrl(name), new StringContent("hello"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var all = await GetAsync("webhooks");
        Assert.Equal(["hook", "other", "hook"], all.EnumerateArray().Select(request => request.Text("name")));
        Assert.Equal(("hello", "aGVsbG8=", "webhook-id is missing"), (all[0].Text("text"), all[0].Text("body"), all[0].Text("problem")));
        Assert.False(all[0].GetProperty("is_verified").GetBoolean());
        Assert.False(all[1].TryGetProperty("is_verified", out _));
        Assert.Equal(3, (await GetAsync("webhooks?name=hook&limit=1"))[0].GetProperty("number").GetInt64());
        Assert.Equal(3, (await GetAsync("state")).GetProperty("webhooks").GetInt64());
        using var cleared = await Http.DeleteAsync(new Uri(Simulator.PageUrl, "control/webhooks"));
        Assert.Equal(0, (await GetAsync("webhooks")).GetArrayLength());
    }

    private async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(Simulator.PageUrl, "control/" + path), content);
        Assert.Equal(expected, response.StatusCode);
        return await Api.ReadAsync(response);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(Simulator.PageUrl, "control/" + path));
        return await Api.ReadAsync(response);
    }
}
