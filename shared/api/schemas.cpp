// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/schemas.h"

namespace dropseal::api {

namespace {

constexpr std::string_view Schemas = R"json({
"RegisterRequest": {"type": "object", "required": ["email", "password"], "properties": {
  "email": {"type": "string", "format": "email", "maxLength": 254},
  "password": {"type": "string", "minLength": 8, "maxLength": 256},
  "username": {"type": "string", "description": "Has no @ and is not digits only."},
  "name": {"type": "string"}, "first_name": {"type": "string"}, "last_name": {"type": "string"},
  "phone": {"type": "string"},
  "employee_id": {"type": "string", "description": "Unverified until an admin confirms it."},
  "invite_code": {"type": "string"}}},
"SetupRequest": {"type": "object", "required": ["setup_token", "email", "password"], "properties": {
  "setup_token": {"type": "string"},
  "email": {"type": "string", "format": "email", "maxLength": 254},
  "password": {"type": "string", "minLength": 8, "maxLength": 256},
  "username": {"type": "string"}, "name": {"type": "string"}, "first_name": {"type": "string"},
  "last_name": {"type": "string"}, "phone": {"type": "string"}, "employee_id": {"type": "string"},
  "invite_code": {"type": "string"}}},
"SetupAnswer": {"type": "object",
  "required": ["access_token", "refresh_token", "token_type", "expires_in", "user"], "properties": {
  "access_token": {"type": "string"}, "refresh_token": {"type": "string"},
  "token_type": {"const": "bearer"}, "expires_in": {"type": "integer"},
  "user": {"$ref": "#/components/schemas/User"}}},
"AddUserRequest": {"type": "object", "required": ["email", "password"], "properties": {
  "email": {"type": "string", "format": "email", "maxLength": 254},
  "password": {"type": "string", "minLength": 8, "maxLength": 256},
  "username": {"type": "string"}, "name": {"type": "string"}, "first_name": {"type": "string"},
  "last_name": {"type": "string"}, "phone": {"type": "string"}, "employee_id": {"type": "string"},
  "invite_code": {"type": "string"}, "role": {"enum": ["user", "moderator", "admin"]},
  "employee_id_verified": {"type": "boolean"}}},
"ChangeUserRequest": {"type": "object", "minProperties": 1, "properties": {
  "role": {"enum": ["user", "moderator", "admin"]}, "status": {"enum": ["active", "suspended"]}}},
"User": {"type": "object", "required": ["id", "email", "username", "name", "first_name", "last_name", "phone",
  "employee_id", "employee_id_verified", "role", "status", "is_verified", "mfa", "quota_bytes", "used_bytes",
  "created_at", "last_login"], "properties": {
  "id": {"type": "string", "format": "uuid"}, "email": {"type": "string"},
  "username": {"type": ["string", "null"]}, "name": {"type": ["string", "null"]},
  "first_name": {"type": ["string", "null"]}, "last_name": {"type": ["string", "null"]},
  "phone": {"type": ["string", "null"]}, "employee_id": {"type": ["string", "null"]},
  "employee_id_verified": {"type": "boolean"}, "role": {"enum": ["user", "moderator", "admin"]},
  "status": {"enum": ["active", "suspended"]}, "is_verified": {"type": "boolean"}, "mfa": {"type": "boolean"},
  "quota_bytes": {"type": ["integer", "null"]}, "used_bytes": {"type": "integer"},
  "created_at": {"type": "string", "format": "date-time"},
  "last_login": {"type": ["string", "null"], "format": "date-time"}}},
"UserList": {"type": "object", "required": ["items", "next_cursor"], "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/User"}},
  "next_cursor": {"type": ["string", "null"]}}},
"LoginRequest": {"type": "object", "required": ["password"],
  "description": "With exactly one of email, username (any login name) and employee_id.", "properties": {
  "email": {"type": "string"}, "username": {"type": "string"}, "employee_id": {"type": "string"},
  "password": {"type": "string"}, "totp": {"type": "string"}, "recovery_code": {"type": "string"},
  "device_token": {"type": "string"}}},
"TokenPair": {"type": "object", "required": ["access_token", "refresh_token", "token_type", "expires_in"],
  "properties": {"access_token": {"type": "string"}, "refresh_token": {"type": "string"},
  "token_type": {"const": "bearer"}, "expires_in": {"type": "integer"}}},
"RefreshRequest": {"type": "object", "required": ["refresh_token"], "properties": {
  "refresh_token": {"type": "string"}}},
"File": {"type": "object", "required": ["id", "key", "filename", "size", "sha256", "content_type", "created_at",
  "deleted_at"], "properties": {
  "id": {"type": "string", "format": "uuid"}, "key": {"type": "string"}, "filename": {"type": "string"},
  "size": {"type": "integer"}, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
  "content_type": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"},
  "deleted_at": {"type": ["string", "null"], "format": "date-time"}}},
"FileList": {"type": "object", "required": ["items", "next_cursor"], "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/File"}},
  "next_cursor": {"type": ["string", "null"]}}},
"UploadForm": {"type": "object", "required": ["file"], "properties": {
  "file": {"type": "string", "format": "binary"}}},
"UploadAnswer": {"type": "object",
  "required": ["filename", "key", "url", "status", "id", "size", "sha256", "content_type"], "properties": {
  "filename": {"type": "string"}, "key": {"type": "string"},
  "url": {"type": "string", "format": "uri", "description": "Downloads the file for one hour, without login."},
  "status": {"const": "uploaded"}, "id": {"type": "string", "format": "uuid"}, "size": {"type": "integer"},
  "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "content_type": {"type": "string"}}},
"ChangeFileRequest": {"type": "object", "required": ["filename"], "properties": {
  "filename": {"type": "string"}}},
"PresignRequest": {"type": "object",
  "description": "For GET file_id or key; for PUT filename and size.", "properties": {
  "method": {"enum": ["GET", "PUT"], "default": "GET"}, "file_id": {"type": "string", "format": "uuid"},
  "key": {"type": "string"}, "filename": {"type": "string"}, "size": {"type": "integer", "minimum": 0},
  "content_type": {"type": "string"},
  "expires_in": {"type": "integer", "minimum": 1, "maximum": 604800, "default": 3600},
  "disposition": {"enum": ["attachment", "inline"], "default": "attachment"}, "direct": {"type": "boolean"}}},
"PresignAnswer": {"type": "object", "required": ["url", "method", "headers", "expires_at"], "properties": {
  "url": {"type": "string", "format": "uri"}, "method": {"enum": ["GET", "PUT"]},
  "headers": {"type": "object", "additionalProperties": {"type": "string"}},
  "expires_at": {"type": "string", "format": "date-time"}}},
"Health": {"type": "object", "required": ["status", "version"], "properties": {
  "status": {"type": "string"}, "version": {"type": "string"}}},
"Readiness": {"type": "object", "required": ["status", "checks"], "properties": {
  "status": {"enum": ["ok", "unavailable", "draining"]},
  "checks": {"type": "object", "additionalProperties": {"enum": ["ok", "failed"]}}}},
"RootInfo": {"type": "object", "required": ["name", "version", "docs", "openapi", "features"], "properties": {
  "name": {"type": "string"}, "version": {"type": "string"}, "docs": {"type": "string"},
  "openapi": {"type": "string"}, "features": {"type": "object",
  "required": ["registration", "mail", "setup_required", "max_upload_bytes"], "properties": {
  "registration": {"enum": ["open", "invite", "off"]}, "mail": {"type": "boolean"},
  "setup_required": {"type": "boolean"}, "max_upload_bytes": {"type": "integer"}}}}},
"UserEnvelope": {"type": "object", "required": ["success", "data", "message", "error"], "properties": {
  "success": {"type": "boolean"}, "data": {"$ref": "#/components/schemas/User"}, "message": {"type": "string"},
  "error": {"type": ["object", "null"]}}},
"TokenEnvelope": {"type": "object", "required": ["success", "data", "message", "error"], "properties": {
  "success": {"type": "boolean"}, "data": {"$ref": "#/components/schemas/TokenPair"},
  "message": {"type": "string"}, "error": {"type": ["object", "null"]}}},
"Problem": {"type": "object", "required": ["type", "title", "status", "detail", "code", "request_id"],
  "properties": {
  "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
  "detail": {"type": "string"}, "code": {"type": "string"}, "request_id": {"type": "string"},
  "retry_after": {"type": "integer"}, "reason": {"type": "string"},
  "at": {"type": "string", "format": "date-time"}, "bytes_free": {"type": "integer"},
  "limit": {"type": "integer"}, "errors": {"type": "array", "items": {"type": "object",
  "required": ["field", "code", "message"], "properties": {"field": {"type": "string"},
  "code": {"type": "string"}, "message": {"type": "string"}}}}}}
})json";

} // namespace

std::string_view schemasJson() {
    return Schemas;
}

} // namespace dropseal::api
