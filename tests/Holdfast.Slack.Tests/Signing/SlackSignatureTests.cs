using System.Text;
using Holdfast.Slack.Signing;

namespace Holdfast.Slack.Tests.Signing;

[Trait("Req", "SE-2")]
public sealed class SlackSignatureTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Sent = "1531420618";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("token=x&text=h%C3%BC");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_531_420_618);

    // Computed with: printf 'v0:1531420618:token=x&text=h%%C3%%BC' | openssl dgst -sha256 -hmac 8f742231b10e8888abcd99yyyzzz85a5
    private const string Signature = "v0=02c5639378bb83805a3dc969c1fdc318dd5c295c895a7da01b6c4d52789d3ef1";

    [Fact]
    public void A_genuine_request_is_accepted() => Assert.True(SlackSignature.Verify(Secret, Sent, Body, Signature, Now));

    [Fact]
    public void Signing_gives_what_openssl_gives() => Assert.Equal(Signature, SlackSignature.Sign(Secret, Sent, Body));

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    [InlineData(3_600, false)]
    public void A_request_is_accepted_within_five_minutes_either_way(int seconds, bool accepted) =>
        Assert.Equal(accepted, SlackSignature.Verify(Secret, Sent, Body, Signature, Now.AddSeconds(seconds)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1531420618 ")]
    [InlineData("+1531420618")]
    [InlineData("1531420619")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public void Another_timestamp_is_refused(string? timestamp) =>
        Assert.False(SlackSignature.Verify(Secret, timestamp, Body, Signature, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v0=")]
    [InlineData("v0=zz14d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503a")]
    [InlineData("v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    public void Another_signature_is_refused(string? signature) =>
        Assert.False(SlackSignature.Verify(Secret, Sent, Body, signature, Now));

    [Fact]
    public void One_changed_byte_anywhere_is_refused()
    {
        for (var i = 0; i < Body.Length; i++)
        {
            var changed = Body.ToArray();
            changed[i] ^= 1;
            Assert.False(SlackSignature.Verify(Secret, Sent, changed, Signature, Now));
        }

        Assert.False(SlackSignature.Verify(Secret + "x", Sent, Body, Signature, Now));
    }
}
