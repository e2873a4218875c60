using System.Text;
using Holdfast.AI.Images;
using Holdfast.Images;

namespace Holdfast.AI.Tests.Images;

[Trait("Req", "AS-10")]
public sealed class ImageAnswerTests
{
    [Theory]
    [InlineData("""{"data":[{"b64_json":"AQID"}],"usage":{"input_tokens":7,"output_tokens":9}}""", 7L, 9L)]
    [InlineData("""{"data":[{"b64_json":"data:image/png;base64,AQID"}],"usage":{"input_tokens":"many"}}""", null, null)]
    [InlineData("""{"created":1,"data":[{"revised_prompt":"x","b64_json":"AQID","url":null}],"usage":null}""", null, null)]
    public void A_picture_that_came_along_is_read_with_what_it_took(string json, long? input, long? output)
    {
        var answer = ImageAnswer.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal([1, 2, 3], answer!.Bytes!);
        Assert.Equal((input, output), (answer.InputTokens, answer.OutputTokens));
    }

    [Fact]
    public void Other_services_say_where_it_is()
    {
        var answer = ImageAnswer.Read("""{"data":[{"url":"https://pictures.example/1.png"}]}"""u8.ToArray());
        Assert.Equal((null, new Uri("https://pictures.example/1.png")), (answer!.Bytes, answer.Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[1]}""")]
    [InlineData("""{"data":[{"b64_json":"not base64!"}]}""")]
    [InlineData("""{"data":[{"b64_json":"\ud800"}]}""")]
    [InlineData("""{"data":[{"url":"no address"}]}""")]
    public void Anything_else_is_no_picture(string json) => Assert.Null(ImageAnswer.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("89504E470D0A1A0A00", "image/png")]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("52494646000000005745425056", "image/webp")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("", null)]
    public void What_it_is_its_first_bytes_say(string bytes, string? type) => Assert.Equal(type, PictureType.Of(Convert.FromHexString(bytes)));
}
