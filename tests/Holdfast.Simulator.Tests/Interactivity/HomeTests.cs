using System.Text.Json;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Interactivity;

[Trait("Req", "AS-13")]
[Trait("Req", "XP-1")]
public sealed class HomeTests : InteractiveTest
{
    [Fact]
    public async Task Opening_the_home_tells_who_and_where_and_later_what_they_find()
    {
        Assert.Null(Simulator.World.OpenHome(Ada));
        var first = await OpenedAsync();
        Assert.Equal(("app_home_opened", Ada, "D0ADA", "home"), (first.Text("type"), first.Text("user"), first.Text("channel"), first.Text("tab")));
        Assert.False(first.TryGetProperty("view", out _));
        Assert.Matches("^[0-9]{10}[.][0-9]{6}$", first.Text("event_ts"));

        var published = await PublishAsync(Ada, Home("one", ",\"callback_id\":\"home\",\"private_metadata\":\"m\""));
        Assert.Equal(published.Text("id"), Simulator.World.OpenHome(Ada)!.Id);
        var view = (await OpenedAsync()).GetProperty("view");

        Assert.Equal(("home", "home", "m"), (view.Text("type"), view.Text("callback_id"), view.Text("private_metadata")));
        Assert.Equal((published.Text("id"), published.Text("hash"), published.Text("id")), (view.Text("id"), view.Text("hash"), view.Text("root_view_id")));
        Assert.Equal("A0HOLDFAST", view.Text("app_id"));
    }

    [Fact]
    public async Task The_messages_tab_comes_without_a_view_and_nobody_unknown_opens_anything()
    {
        await PublishAsync(Ada, Home("one"));

        Simulator.World.OpenMessagesTab(Ada);
        var opened = await OpenedAsync();

        Assert.Equal("messages", opened.Text("tab"));
        Assert.False(opened.TryGetProperty("view", out _));
        Assert.Throws<ArgumentException>(() => Simulator.World.OpenHome("U0NOBODY"));
        Assert.Throws<ArgumentException>(() => Simulator.World.OpenHome(Simulator.BotUserId));
    }

    [Fact]
    public async Task A_click_comes_from_the_view_and_from_no_message_or_channel()
    {
        var id = (await PublishAsync(Ada, Home("one"))).Text("id");

        var click = Act.ClickInView(Ada, id, "go");
        var payload = (await AckNextAsync()).GetProperty("payload");

        Assert.True((await click.Ended).IsAcknowledged);
        var container = payload.GetProperty("container");
        Assert.Equal(("view", id), (container.Text("type"), container.Text("view_id")));
        Assert.Equal(("home", id), (payload.GetProperty("view").Text("type"), payload.GetProperty("view").Text("id")));
        Assert.All((string[])["channel", "message", "response_url", "response_urls"], name => Assert.False(payload.TryGetProperty(name, out _), name));
        Assert.Equal("one", payload.GetProperty("actions")[0].Text("value"));
        Assert.Throws<ArgumentException>(() => Act.ClickInView(Grace, id, "go"));
    }

    [Fact]
    public async Task From_a_click_at_home_a_modal_opens_and_none_is_pushed()
    {
        var id = (await PublishAsync(Ada, Home("one"))).Text("id");

        var trigger = Act.Unsent.ClickInView(Ada, id, "go").TriggerId!;

        Assert.Equal("not_found", (await Api.FormAsync("views.push", ("trigger_id", trigger), ("view", Modal()))).Error());
        Assert.True((await OpenAsync(trigger, Modal())).Ok());
        Assert.Equal("one", Value(Simulator.World.Home(Ada)!));
    }

    [Fact]
    public async Task Each_person_has_a_home_and_a_publication_takes_the_place_of_the_one_before()
    {
        var first = await PublishAsync(Ada, Home("one"));
        await PublishAsync(Grace, Home("hers"));
        var second = await PublishAsync(Ada, Home("two"));

        Assert.Equal(first.Text("id"), second.Text("id"));
        Assert.NotEqual(first.Text("hash"), second.Text("hash"));
        Assert.Equal(("two", 2), (Value(Simulator.World.Home(Ada)!), Simulator.World.Home(Ada)!.Version));
        Assert.Equal("hers", Value(Simulator.World.Home(Grace)!));
        Assert.Null(Simulator.World.Home("U0LINUS"));
    }

    [Fact]
    public async Task A_publication_can_be_awaited()
    {
        var first = Simulator.World.WaitForHomeAsync(Ada);
        await PublishAsync(Ada, Home("one"));
        Assert.Equal("one", Value(await first));
        Assert.Equal("one", Value(await Simulator.World.WaitForHomeAsync(Ada)));

        var second = Simulator.World.WaitForHomeAsync(Ada, view => view.Version == 2);
        await PublishAsync(Grace, Home("hers"));
        Assert.False(second.IsCompleted);
        await PublishAsync(Ada, Home("two"));
        Assert.Equal("two", Value(await second));
    }

    [Theory]
    [InlineData(Ada, """{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[]}""")]
    [InlineData(Ada, """{"type":"home"}""")]
    [InlineData(Ada, """{"type":"home","blocks":[],"colour":"red"}""")]
    [InlineData(Ada, """{"type":"home","blocks":[],"submit":{"type":"plain_text","text":"Go"}}""")]
    [InlineData(Ada, """{"type":"home","blocks":[{"type":"markdown","text":"only in messages"}]}""")]
    [InlineData(Ada, "no view")]
    [InlineData("U0NOBODY", """{"type":"home","blocks":[]}""")]
    [InlineData("U0HOLDFAST", """{"type":"home","blocks":[]}""")]
    public async Task What_Slack_refuses_is_refused(string user, string view)
    {
        var refused = await Api.FormAsync("views.publish", ("user_id", user), ("view", view));

        Assert.Equal("invalid_arguments", refused.Error());
        Assert.NotEmpty(refused.GetProperty("response_metadata").GetProperty("messages")[0].GetString()!);
        Assert.Empty(Simulator.World.Views);
    }

    [Fact]
    public async Task Limits_and_hashes_are_checked()
    {
        var divider = """{"type":"divider"}""";
        var hundred = string.Join(',', Enumerable.Repeat(divider, 100));
        Assert.Equal("invalid_arguments", await ErrorAsync($$"""{"type":"home","blocks":[{{hundred}},{{divider}}]}"""));
        Assert.Equal("invalid_arguments", await ErrorAsync($$"""{"type":"home","blocks":[],"private_metadata":"{{new string('x', 3_001)}}"}"""));
        Assert.Equal("view_too_large", await ErrorAsync($$"""{"type":"home","blocks":[],"callback_id":"{{new string('x', 250_000)}}"}"""));
        Assert.Equal("hash_conflict", await ErrorAsync(Home("one"), ("hash", "of.another.workspace")));
        Assert.Null(Simulator.World.Home(Ada));

        var hash = (await PublishAsync(Ada, $$"""{"type":"home","blocks":[{{hundred}}],"private_metadata":"{{new string('x', 3_000)}}"}""")).Text("hash");
        Assert.True((await Api.FormAsync("views.publish", ("user_id", Ada), ("view", Home("two")), ("hash", hash))).Ok());
        Assert.Equal("hash_conflict", await ErrorAsync(Home("three"), ("hash", hash)));
        Assert.Equal("two", Value(Simulator.World.Home(Ada)!));
    }

    private static string Home(string value, string more = "") => $$"""{"type":"home","blocks":[{{Actions(Button("go", value))}}]{{more}}}""";

    private static string Value(SlackView home)
    {
        using var view = JsonDocument.Parse(home.Json);
        return view.RootElement.GetProperty("blocks")[0].GetProperty("elements")[0].Text("value");
    }

    private async Task<JsonElement> PublishAsync(string user, string view)
    {
        var published = await Api.FormAsync("views.publish", ("user_id", user), ("view", view));
        Assert.True(published.Ok(), published.ToString());
        return published.GetProperty("view");
    }

    private async Task<string> ErrorAsync(string view, params (string Name, string Value)[] more) =>
        (await Api.FormAsync("views.publish", [("user_id", Ada), ("view", view), .. more])).Error();

    private async Task<JsonElement> OpenedAsync() => (await AckNextAsync()).GetProperty("payload").GetProperty("event");
}
