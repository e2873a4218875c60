using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Control;

[Trait("Req", "XP-1")]
public sealed class InteractionControlTests : InteractiveTest
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task A_click_ends_with_what_it_came_to()
    {
        var ts = await PostAsync($"[{Actions(Button("go", "1"))}]");

        var clicking = PostAsync("clicks", $$"""{"channel":"{{Channel}}","ts":"{{ts}}","action_id":"go"}""", HttpStatusCode.OK);
        await AckNextAsync();
        var answer = await clicking;

        Assert.Equal("block_actions", answer.Text("type"));
        Assert.Equal("Acknowledged", answer.GetProperty("outcome").Text("end"));
        Assert.False(answer.GetProperty("outcome").TryGetProperty("failure", out _));
        await PostAsync("clicks", $$"""{"channel":"{{Channel}}","ts":"{{ts}}","action_id":"nothing"}""", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_modal_is_filled_in_and_closed()
    {
        var id = await OpenAsync(Modal($"[{Input("b1", "name")},{Actions(Button("more", "1"))}]"));
        Assert.Equal(id, (await GetAsync("views/open?user=U0ADA"))[0].Text("id"));
        Assert.Equal(id, (await GetAsync("state")).GetProperty("open_views")[0].Text("id"));

        var clicking = PostAsync("views/clicks", $$"""{"view":"{{id}}","action_id":"more","values":{"b1/name":"Ada"} }""", HttpStatusCode.OK);
        await AckNextAsync();
        await clicking;
        var submitting = PostAsync("views/submit", $$"""{"view":"{{id}}"}""", HttpStatusCode.OK);
        var envelope = await AckNextAsync("""{"response_action":"errors","errors":{"b1":"taken"}}""");

        Assert.Equal("taken", (await submitting).GetProperty("outcome").GetProperty("errors").Text("b1"));
        Assert.Equal("Ada", envelope.GetProperty("payload").GetProperty("view").GetProperty("state").GetProperty("values").GetProperty("b1").GetProperty("name").Text("value"));
        await PostAsync("views/submit", $$"""{"view":"{{id}}","values":{"b1/name":7} }""", HttpStatusCode.BadRequest);
        await PostAsync("views/close", $$"""{"view":"{{id}}"}""", HttpStatusCode.OK);
        Assert.Empty(Simulator.World.OpenViews(Ada));
    }

    [Fact]
    public async Task Commands_and_shortcuts_are_brought_and_ephemerals_shown_to_one()
    {
        var command = PostAsync("commands", $$"""{"channel":"{{Channel}}","command":"/hold","text":"fast"}""", HttpStatusCode.OK);
        await AckNextAsync("""{"text":"psst"}""");
        await command;
        var shortcut = PostAsync("shortcuts", """{"callback_id":"new"}""", HttpStatusCode.OK);
        await AckNextAsync();
        await shortcut;

        Assert.Equal("psst", (await GetAsync("ephemerals?user=U0ADA"))[0].Text("text"));
        Assert.Equal(0, (await GetAsync("ephemerals?user=U0GRACE")).GetArrayLength());
        Assert.Equal("psst", (await GetAsync("state")).GetProperty("ephemerals")[0].Text("text"));
        await PostAsync("commands", $$"""{"channel":"{{Channel}}","command":"hold"}""", HttpStatusCode.BadRequest);
    }

    private async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode expected)
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
