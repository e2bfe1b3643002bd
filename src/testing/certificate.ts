/**
 * A key and its certificate for localhost, 127.0.0.1 and releases.test, signed by itself and valid from 2020 to 2120: made for the tests, and
 * good for nothing else. Node alone cannot make one.
 */
export const testCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHneSdE2IiopnsFik
6HuQXLyzosZirM+FogDQhvvS92ShRANCAAQezmXYT9NJLEt7pPwLixUI2WL/+p5S
yWkXj9HUn2dCnuGpOkqBhxN28UU6Cw2CiCfPFXVl2nvwPVhsm1lGDSAZ
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBfzCCASSgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1yZWxlYXNl
cy50ZXN0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD
VQQDDA1yZWxlYXNlcy50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHs5l
2E/TSSxLe6T8C4sVCNli//qeUslpF4/R1J9nQp7hqTpKgYcTdvFFOgsNgognzxV1
Zdp78D1YbJtZRg0gGaNdMFswKQYDVR0RBCIwIIIJbG9jYWxob3N0gg1yZWxlYXNl
cy50ZXN0hwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFO8DcBL1vFew
7xgTu9S/UZ3cpW+LMAoGCCqGSM49BAMCA0kAMEYCIQDtGOl4p0d+UWRFxVC2mUDs
aGGHyN++OHEfvTebIzFyfgIhALas074YFqWIMXtQGKhe0E4nuio9VqrRvw8L62By
/meg
-----END CERTIFICATE-----`,
} as const;
