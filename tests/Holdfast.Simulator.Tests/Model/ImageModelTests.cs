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
using OpenAI.Images;

namespace Holdfast.Simulator.Tests.Model;

/// <summary>The image model: what it draws, what becomes of a picture that comes in, what it refuses and how it misbehaves.</summary>
[Trait("Req", "XP-1")]
[Trait("Req", "AS-10")]
public sealed class ImageModelTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SlackSimulator _simulator = null!;
    private ImageClient _client = null!;

    public static TheoryData<string, string, string> Refused => new()
    {
        { """{"model":"gpt-image-1"}""", "missing_required_parameter", "prompt" },
        { """{"model":"gpt-4o-mini","prompt":"a boat"}""", "invalid_value", "model" },
        { """{"model":"gpt-image-1","prompt":"a boat","size":"512x512"}""", "invalid_value", "size" },
        { """{"model":"gpt-image-1","prompt":"a boat","n":11}""", "integer_above_max_value", "n" },
        { """{"model":"gpt-image-1","prompt":"a boat","n":0}""", "integer_below_min_value", "n" },
        { """{"model":"gpt-image-1","prompt":"a boat","response_format":"url"}""", "unknown_parameter", "response_format" },
        { """{"model":"gpt-image-1","prompt":"a boat","output_format":"bmp"}""", "invalid_value", "output_format" },
        { """{"model":"gpt-image-1","prompt":"a boat","output_compression":50}""", "invalid_png_output_compression", "output_compression" },
        { $$"""{"model":"gpt-image-1","prompt":"{{new string('x', 32_001)}}"}""", "string_above_max_length", "prompt" },
    };

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _http.BaseAddress = new Uri(_simulator.OpenAIBaseUrl + "/");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _simulator.ModelKey);
        _client = new ImageClient(
            "gpt-image-1", new ApiKeyCredential(_simulator.ModelKey), new OpenAIClientOptions { Endpoint = _simulator.OpenAIBaseUrl, RetryPolicy = new ClientRetryPolicy(0) });
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _simulator.DisposeAsync();
    }

    [Fact]
    public async Task OpenAIs_own_client_has_the_same_words_drawn_the_same_way_and_others_differently()
    {
        var first = (await _client.GenerateImageAsync("a lighthouse at night")).Value.ImageBytes;
        var again = (await _client.GenerateImageAsync("a lighthouse at night")).Value.ImageBytes;
        var other = (await _client.GenerateImageAsync("a boat")).Value.ImageBytes;
        Show("drawn", first);

        Assert.Equal(new PictureInfo(PictureFormat.Png, 1024, 1024), PictureInfo.Read(first.ToMemory().Span));
        Assert.Equal(first.ToArray(), again.ToArray());
        Assert.NotEqual(first.ToArray(), other.ToArray());
        Assert.NotNull(PngReader.TryRead(first.ToMemory()));
        Assert.Equal(["a lighthouse at night", "a lighthouse at night", "a boat"], _simulator.Model.Images.Recent.Select(call => call.Prompt));
    }

    [Fact]
    public async Task An_edit_shows_the_picture_that_came_in_in_the_colour_of_the_words()
    {
        var dark = await EditAsync(SamplePictures.Png(300, 200, 20, 20, 20), "make it winter");
        var light = await EditAsync(SamplePictures.Png(300, 200, 240, 240, 240), "make it winter");
        var summer = await EditAsync(SamplePictures.Png(300, 200, 240, 240, 240), "make it summer");
        Show("edited", BinaryData.FromBytes(light));

        var (darkMiddle, lightMiddle, summerMiddle) = (Middle(dark), Middle(light), Middle(summer));
        Assert.True(lightMiddle.Red > darkMiddle.Red + 100 && lightMiddle.Blue > darkMiddle.Blue + 100);
        Assert.NotEqual(lightMiddle, summerMiddle);
        Assert.NotEqual(await EditAsync(SamplePictures.Jpeg(40, 30), "make it winter", "image/jpeg"), await EditAsync(SamplePictures.Jpeg(30, 40), "make it winter", "image/jpeg"));
        var asked = _simulator.Model.Images.Recent[0];
        Assert.Equal((true, "bay.png", new PictureInfo(PictureFormat.Png, 300, 200)), (asked.IsEdit, asked.FileNames[0], asked.Images[0].Info));
    }

    [Fact]
    public async Task OpenAIs_JavaScript_client_draws_edits_streams_and_hears_refusals()
    {
        var told = await OpenAIJsTests.RunAsync(_simulator, "draw.js");

        var pictures = told.GetProperty("pictures").EnumerateArray().Select(picture => picture.GetString()!).ToList();
        Assert.Equal(2, pictures.Distinct().Count());
        Assert.All(pictures, picture => Assert.Equal(new PictureInfo(PictureFormat.Png, 1536, 1024), PictureInfo.Read(Convert.FromBase64String(picture))));
        Assert.Equal(800, told.GetProperty("usage").GetProperty("output_tokens").GetInt32());
        Assert.Equal(pictures[0], Convert.ToBase64String(_simulator.Model.Images.Recent[1].Images[0].Bytes.Span));
        var events = told.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"], events.Select(one => one[0].GetString()));
        Assert.Equal("400 moderation_blocked image_generation_user_error", told.Text("refused"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_OpenAI_refuses_is_refused(string body, string code, string param)
    {
        var error = await ErrorAsync("images/generations", Json(body), HttpStatusCode.BadRequest);
        Assert.Equal((code, param, "invalid_request_error"), (error.Text("code"), error.Text("param"), error.Text("type")));
    }

    [Fact]
    public async Task What_OpenAI_refuses_of_pictures_is_refused()
    {
        Assert.Equal("missing_required_parameter", (await ErrorAsync("images/edits", Form(null), HttpStatusCode.BadRequest)).Text("code"));
        Assert.Equal("unsupported_file_mimetype", (await ErrorAsync("images/edits", Form(SamplePictures.Gif(8, 8), "image/gif"), HttpStatusCode.BadRequest)).Text("code"));
        Assert.Equal("invalid_image_file", (await ErrorAsync("images/edits", Form([1, 2, 3]), HttpStatusCode.BadRequest)).Text("code"));
        var mask = Form(SamplePictures.Png(8, 8));
        mask.Add(Picture(SamplePictures.Png(9, 9)), "mask", "mask.png");
        Assert.Equal("invalid_mask_image_format", (await ErrorAsync("images/edits", mask, HttpStatusCode.BadRequest)).Text("code"));
        Assert.Contains("multipart/form-data", (await ErrorAsync("images/edits", Json("{}"), HttpStatusCode.BadRequest)).Text("message"), StringComparison.Ordinal);
        foreach (var broken in (string[])["--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\nbreaks off", "--x\r\nno header at all\r\n\r\n\r\n--x--\r\n"])
        {
            var form = new StringContent(broken) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } };
            Assert.Equal("Could not parse multipart form.", (await ErrorAsync("images/edits", form, HttpStatusCode.BadRequest)).Text("message"));
        }

        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-wrong");
        Assert.Equal("invalid_api_key", (await ErrorAsync("images/generations", Json("{}"), HttpStatusCode.Unauthorized)).Text("code"));
    }

    [Fact]
    public async Task It_fails_waits_and_stands_still_as_it_is_told()
    {
        Assert.Equal(HttpStatusCode.InternalServerError, await StatusAsync("fail 500"));
        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.OK], [await StatusAsync("fail 429 1 a boat"), await StatusAsync("fail 429 1 a boat")]);
        _simulator.Model.Images.Responder = (request, _) => ValueTask.FromResult(
            request.Prompt == "nothing" ? new ImageReply { Pictures = [new byte[] { 1, 2 }] } : _simulator.Model.Images.Script(request));
        Assert.Equal([1, 2], (await _client.GenerateImageAsync("nothing")).Value.ImageBytes.ToArray());

        _simulator.Model.StallAll = true;
        var held = _client.GenerateImageAsync("a held boat");
        await _simulator.Model.Images.WaitForCallAsync(call => call.Prompt == "a held boat");
        Assert.False(held.IsCompleted);
        _simulator.Model.StallAll = false;
        Assert.NotEmpty((await held).Value.ImageBytes.ToArray());
        using var impatient = new CancellationTokenSource();
        var stalled = _http.PostAsync("images/generations", Json(Boat("stall")), impatient.Token);
        await _simulator.Model.Images.WaitForCallAsync(call => call.Prompt == "stall");
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stalled);
    }

    [Fact]
    public void The_reader_knows_every_usual_kind_of_png_and_nothing_broken()
    {
        var picture = new Bitmap(5, 4);
        for (var i = 0; i < 20; i++) picture[i % 5, i / 5] = new Colour((byte)(i * 12), (byte)(255 - i), (byte)(i * i), (byte)(i * 13));
        var written = PngWriter.Write(picture);
        Assert.Equal(picture.Pixels, PngReader.TryRead(written)!.Pixels);
        Assert.Equal(new Colour(10, 120, 200), PngReader.TryRead(SamplePictures.Png(3, 3))![2, 2]);
        Assert.Null(PngReader.TryRead(written.AsMemory(0, written.Length / 2)));
        Assert.Null(PngReader.TryRead(SamplePictures.Gif(3, 3)));
        written[25] = 7;
        Assert.Null(PngReader.TryRead(written));
    }

    private static void Show(string name, BinaryData picture)
    {
        if (Environment.GetEnvironmentVariable("PICTURES_OF_TESTS") is { Length: > 0 } folder) File.WriteAllBytes(Path.Combine(folder, $"{name}.png"), picture.ToArray());
    }

    private static Colour Middle(byte[] picture) => PngReader.TryRead(picture)![512, 400];

    private async Task<byte[]> EditAsync(byte[] picture, string prompt, string type = "image/png")
    {
        using var form = Form(picture, type, prompt);
        using var response = await _http.PostAsync("images/edits", form);
        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return answer.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64();
    }

    private static MultipartFormDataContent Form(byte[]? picture, string type = "image/png", string prompt = "make it winter")
    {
        var form = new MultipartFormDataContent { { new StringContent("gpt-image-1"), "model" }, { new StringContent(prompt), "prompt" } };
        if (picture is not null) form.Add(Picture(picture, type), "image[]", "bay.png");
        return form;
    }

    private static ByteArrayContent Picture(byte[] bytes, string type = "image/png") => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Boat(string prompt) => $$"""{"model":"gpt-image-1","prompt":"{{prompt}}"}""";

    private async Task<HttpStatusCode> StatusAsync(string prompt)
    {
        using var response = await _http.PostAsync("images/generations", Json(Boat(prompt)));
        return response.StatusCode;
    }

    private async Task<JsonElement> ErrorAsync(string path, HttpContent content, HttpStatusCode expected)
    {
        using (content)
        {
            using var response = await _http.PostAsync(path, content);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == expected, text);
            return JsonElement.Parse(text).GetProperty("error");
        }
    }
}
