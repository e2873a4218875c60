using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Pictures;
using Holdfast.Simulator.Tests.Support;
using OpenAI;
using OpenAI.Chat;

namespace Holdfast.Simulator.Tests.Model;

/// <summary>Pictures that the scripted model is given: what it takes, what it refuses, and what it says of them.</summary>
[Trait("Req", "XP-1")]
public sealed class VisionTests : IAsyncLifetime
{
    private static readonly string Png = DataUrl("image/png", SamplePictures.Png(64, 48));
    private readonly HttpClient _http = new();
    private SlackSimulator _simulator = null!;

    public static TheoryData<string, string, string> Refused => new()
    {
        { Part("data:image/png;base64,AAAA"), "does not represent a valid image", "image_parse_error" },
        { Part("data:image/png;base64,?!"), "Invalid base64", "invalid_base64_image" },
        { Part("data:image/png;base64,"), "empty", "empty_image_file" },
        { Part(DataUrl("image/bmp", [1, 2])), "['png', 'jpeg', 'gif', 'webp']", "unsupported_image_media_type" },
        { Part("data:image/png,raw"), "Expected a base64-encoded data URL", "invalid_value" },
        { Part("https://sea.test/a.png"), "Error while downloading https://sea.test/a.png.", "invalid_image_url" },
        { Part("a.png"), "Expected a valid URL", "invalid_value" },
        { Part(Png, "close"), "Supported values are: 'low', 'high', and 'auto'", "invalid_value" },
        { """{"type":"image_url"}""", "Missing required parameter: 'messages[0].content[1].image_url.url'", "missing_required_parameter" },
        { """{"type":"picture"}""", "Supported values are: 'text', 'image_url'", "invalid_value" },
    };

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _http.BaseAddress = new Uri(_simulator.OpenAIBaseUrl + "/");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _simulator.ModelKey);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _simulator.DisposeAsync();
    }

    [Fact]
    public async Task OpenAIs_own_client_shows_pictures_and_the_model_says_what_it_sees()
    {
        var client = new ChatClient(
            "simulated", new ApiKeyCredential(_simulator.ModelKey), new OpenAIClientOptions { Endpoint = _simulator.OpenAIBaseUrl, RetryPolicy = new ClientRetryPolicy(0) });
        List<ChatMessage> messages =
        [
            new UserChatMessage(
                ChatMessageContentPart.CreateTextPart("look at this"),
                ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(SamplePictures.Png(64, 48)), "image/png", ChatImageDetailLevel.Low)),
        ];

        var first = (await client.CompleteChatAsync(messages)).Value;
        Assert.Equal("I see a PNG picture, 64 × 48 pixels. You said: look at this (message 1 of this conversation)", first.Content[0].Text);
        Assert.True(first.Usage.InputTokenCount >= 85);
        var seen = Assert.Single(_simulator.Model.Recent[^1].LastUserImages);
        Assert.Equal(("image/png", "low", new PictureInfo(PictureFormat.Png, 64, 48)), (seen.MediaType, seen.Detail, seen.Info));
        Assert.Equal(SamplePictures.Png(64, 48), seen.Bytes.ToArray());

        messages.Add(new AssistantChatMessage("ok"));
        messages.Add(new UserChatMessage(ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(SamplePictures.Jpeg(640, 480)), "image/jpeg")));
        Assert.Equal("I see a JPEG picture, 640 × 480 pixels.", (await client.CompleteChatAsync(messages)).Value.Content[0].Text);
        messages.Add(new UserChatMessage("what do you see?"));
        Assert.Equal("I see 2 pictures: a PNG picture, 64 × 48 pixels and a JPEG picture, 640 × 480 pixels.", (await client.CompleteChatAsync(messages)).Value.Content[0].Text);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_picture_is_refused_as_OpenAI_refuses_it(string part, string message, string code)
    {
        var error = await FailAsync("chat/completions", $$"""{"model":"simulated","messages":[{"role":"user","content":[{"type":"text","text":"look"},{{part}}]}]}""");
        Assert.Contains(message, error.Text("message"), StringComparison.Ordinal);
        Assert.Equal(code, error.Text("code"));
    }

    [Fact]
    public async Task Only_people_show_pictures_and_only_to_a_model_that_sees()
    {
        var shown = $$"""[{{Part(Png)}}]""";
        var system = await FailAsync("chat/completions", $$"""{"model":"simulated","messages":[{"role":"system","content":{{shown}}},{"role":"user","content":"hi"}]}""");
        Assert.Contains("only allowed for messages with role 'user', but this message with role 'system'", system.Text("message"), StringComparison.Ordinal);
        var blind = await FailAsync("chat/completions", $$"""{"model":"gpt-3.5-turbo","messages":[{"role":"user","content":{{shown}}}]}""");
        Assert.Contains("only supported by certain models", blind.Text("message"), StringComparison.Ordinal);
        var large = DataUrl("image/png", [.. SamplePictures.Png(8, 8), .. new byte[26 * 1024 * 1024]]);
        var heavy = await FailAsync("chat/completions", $$"""{"model":"simulated","messages":[{"role":"user","content":[{{Part(large)}},{{Part(large)}}]}]}""");
        Assert.Equal("image_too_large", heavy.Text("code"));
    }

    [Fact]
    public async Task Responses_takes_pictures_of_people_and_of_tools()
    {
        const string Look = """[{"type":"function","name":"look","strict":false}]""";
        var image = $$"""{"type":"input_image","image_url":"{{Png}}","detail":"high"}""";
        var told = await AskAsync($$"""{"model":"simulated","input":[{"role":"user","content":[{"type":"input_text","text":"say hello"},{{image}}]}]}""");
        Assert.Equal("hello", told);
        Assert.Equal("high", _simulator.Model.Recent[^1].LastUserImages[0].Detail);
        Assert.StartsWith("I see a PNG", await AskAsync($$"""{"model":"simulated","input":[{"role":"user","content":[{{image}}]}]}"""), StringComparison.Ordinal);

        var returned = await AskAsync($$"""
            {"model":"simulated","tools":{{Look}},"input":[{"role":"user","content":"use look"},{"type":"function_call","call_id":"c1","name":"look","arguments":"{}"},
             {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"calm"},{{image}}]}]}
            """);
        Assert.Equal("look said: calm I see a PNG picture, 64 × 48 pixels.", returned);

        var file = await FailAsync("responses", """{"model":"simulated","input":[{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}]}""");
        Assert.Equal(("image_file_not_found", "input[0].content[0].file_id"), (file.Text("code"), file.Text("param")));
        var assistant = await FailAsync("responses", $$"""{"model":"simulated","input":[{"role":"assistant","content":[{{image}}]}]}""");
        Assert.Contains("'output_text', 'refusal'", assistant.Text("message"), StringComparison.Ordinal);
        var broken = await FailAsync("responses", """{"model":"simulated","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}]}""");
        Assert.Equal(("image_parse_error", "input[0].content[0].image_url"), (broken.Text("code"), broken.Text("param")));
    }

    [Theory]
    [InlineData("draw me a lighthouse, then a boat", """generate_image {"prompt":"a lighthouse, then a boat"}""")]
    [InlineData("Please create an image of the sea", """generate_image {"prompt":"the sea"}""")]
    [InlineData("edit the picture: make it winter", """edit_image {"prompt":"make it winter","file":"F012ABCDEF3"}""")]
    [InlineData("draw me a lighthouse\nthen say done", """generate_image {"prompt":"a lighthouse"}""")]
    [InlineData("I draw water from the well", null)]
    public void A_picture_is_asked_for_in_words_where_there_is_a_tool(string text, string? expected)
    {
        var request = Request(text,
            new ModelTool("edit_image", "", """{"type":"object","properties":{"prompt":{"type":"string"},"file":{"type":"string"}}}"""),
            new ModelTool("generate_image", "", """{"type":"object","properties":{"prompt":{"type":"string"}}}"""));
        Assert.Equal(expected, _simulator.Model.Script(request).ToolCalls.Select(call => $"{call.Name} {call.Arguments}").FirstOrDefault());
        Assert.Empty(_simulator.Model.Script(Request(text)).ToolCalls);
    }

    private static ModelRequest Request(string text, params ModelTool[] tools) =>
        new("simulated", [new ModelMessage("user", "[Attached: bay.png, F012ABCDEF3]"), new ModelMessage("user", text)], Stream: false, IncludeUsage: false, tools);

    private static string DataUrl(string type, byte[] bytes) => $"data:{type};base64,{Convert.ToBase64String(bytes)}";

    private static string Part(string url, string? detail = null) =>
        $$$"""{"type":"image_url","image_url":{"url":"{{{url}}}"{{{(detail is null ? "" : $",\"detail\":\"{detail}\"")}}}}}""";

    private async Task<string> AskAsync(string body)
    {
        var answer = await PostAsync("responses", body, HttpStatusCode.OK);
        return answer.GetProperty("output").EnumerateArray().Last().GetProperty("content")[0].Text("text");
    }

    private async Task<JsonElement> FailAsync(string path, string body) => (await PostAsync(path, body, HttpStatusCode.BadRequest)).GetProperty("error");

    private async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, text);
        return JsonElement.Parse(text);
    }
}
