using System.Security.Cryptography;
using System.Text;
using Holdfast.Http;

namespace Holdfast.Tests.Http;

[Trait("Req", "TM-5")]
public sealed class RequestSignatureTests
{
    /// <summary>The example of the specification's own libraries. https://github.com/standard-webhooks/standard-webhooks</summary>
    [Fact]
    public void Signs_as_the_specifications_example() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        RequestSignature.Sign(
            RequestSignature.KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8));

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("ключ 秘密 🔑 <&> \"quotes\" 'and' more")]
    public void A_secret_that_is_a_text_is_the_bytes_of_that_text(string secret)
    {
        var content = Encoding.UTF8.GetBytes("n1.1700000000.{}");
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), content));
        Assert.Equal(expected, RequestSignature.Sign(RequestSignature.KeyOf(secret), "n1", "1700000000", "{}"u8));
    }
}
